using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>How a service went.</summary>
sealed record ServiceDetails : Entity
{
    public string? ServiceId { get; init; }
    public string? CarId { get; init; }
    public string? DealerId { get; init; }
    public string? DealerName { get; init; }
    public string? TechnicianId { get; init; }
    public string? TechnicianName { get; init; }
    public string? ServiceNotes { get; init; }
    public bool? WarrantyWork { get; init; }

    [JsonConverter(typeof(FreeFormConverter))]
    public string? PartsUsed { get; init; }

    internal override string Key => $"DETAILS#{Id}";
}
