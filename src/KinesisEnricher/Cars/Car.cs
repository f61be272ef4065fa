using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>A car. Services move <see cref="Mileage"/> and <see cref="LastServiceDate"/> forward.</summary>
sealed record Car : Entity
{
    /// <summary>17 characters of A-Z without I, O and Q, and digits.</summary>
    public string? Vin { get; init; }

    public string? Make { get; init; }
    public string? Model { get; init; }

    /// <summary>1900 to 2030.</summary>
    public long? Year { get; init; }

    public string? Color { get; init; }

    /// <summary>0 to 999999.</summary>
    public long? Mileage { get; init; }

    public DateTimeOffset? LastServiceDate { get; init; }

    /// <summary>0 and up.</summary>
    public decimal? TotalBalance { get; init; }

    public DateTimeOffset? LastLoanPaymentDate { get; init; }

    [JsonConverter(typeof(FreeFormConverter))]
    public string? Owner { get; init; }

    internal override string Key => KeyOf(Id);

    public static string KeyOf(string carId) => $"CAR#{carId}";
}
