using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>
/// What an event must hold. Required is what identifies an entity and its parent, orders it, and is computed with; anything else may be absent or null, and is
/// checked when it is there. Messages name the field and what is allowed, and never a person.
/// </summary>
static class CarSchema
{
    // A state key must fit into a DynamoDB key.
    const int LongestId = 256;

    // Sums and quotients stay far inside what a decimal holds.
    const decimal LargestAmount = 1_000_000_000_000_000m;
    const decimal SmallestDivisor = 0.00000001m;

    const int VinLength = 17;
    const long HighestMileage = 999_999;
    const string Statuses = "active, paid_off, defaulted, cancelled";

    /// <summary>Where an entity lies in its event.</summary>
    public static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"entities[{index}]");

    /// <returns>The first thing that is wrong, or null.</returns>
    public static string? FindBreak(CarEvent e)
    {
        var header = e.EventHeader;
        if ((Id("eventName", header?.EventName) ?? OptionalId("uuid", header?.Uuid)) is { } wrong)
            return $"eventHeader.{wrong}";
        for (var i = 0; i < e.Parts.Count; i++)
        {
            if ((FindBreak(e.Parts[i].EntityHeader!) ?? FindBreak(e.Parts[i])) is { } detail)
                return $"{PathOf(i)}.{detail}";
        }
        return null;
    }

    static string? FindBreak(EntityHeader header) =>
        Id("entityHeader.entityId", header.EntityId)
        ?? Required("entityHeader.createdAt", header.CreatedAt)
        ?? Required("entityHeader.updatedAt", header.UpdatedAt);

    static string? FindBreak(Entity entity) => entity switch
    {
        Car car => FindBreak(car),
        Loan loan => FindBreak(loan),
        LoanPayment payment => Id("loanId", payment.LoanId) ?? Required("amount", payment.Amount) ?? Amount("amount", payment.Amount),
        ServiceRecord service =>
            Id("carId", service.CarId) ?? Amount("amountPaid", service.AmountPaid) ?? Between("mileageAtService", service.MileageAtService, 0, HighestMileage),
        PartUsed part => Id("serviceId", part.ServiceId) ?? Amount("quantity", part.Quantity) ?? Amount("cost", part.Cost),
        _ => FindBreak((ServiceDetails)entity),
    };

    static string? FindBreak(Car car) =>
        Vin(car.Vin)
        ?? Required("make", car.Make)
        ?? Required("model", car.Model)
        ?? Required("year", car.Year) ?? Between("year", car.Year, 1900, 2030)
        ?? Between("mileage", car.Mileage, 0, HighestMileage)
        ?? Amount("totalBalance", car.TotalBalance, least: 0);

    static string? FindBreak(Loan loan) =>
        Id("carId", loan.CarId)
        ?? Required("balance", loan.Balance) ?? Amount("balance", loan.Balance)
        ?? Amount("loanAmount", loan.LoanAmount)
        ?? Amount("interestRate", loan.InterestRate, least: 0)
        ?? Between("termMonths", loan.TermMonths, 1, 480)
        ?? Status(loan.Status)
        ?? Amount("monthlyPayment", loan.MonthlyPayment) ?? Divisor("monthlyPayment", loan.MonthlyPayment);

    // Kept as text, so the only sign of an array is how it begins.
    static string? FindBreak(ServiceDetails details) =>
        Id("serviceId", details.ServiceId)
        ?? OptionalId("carId", details.CarId)
        ?? (details.PartsUsed?.StartsWith('[') is false ? "partsUsed: an array is expected" : null);

    static string? Required<T>(string field, T? value) => value is null ? $"{field}: required" : null;

    static string? Id(string field, string? value) => Required(field, value) ?? OptionalId(field, value);

    static string? OptionalId(string field, string? value) =>
        value?.Length is 0 or > LongestId
            ? string.Create(CultureInfo.InvariantCulture, $"{field}: 1 to {LongestId} characters are expected, not {value.Length}")
            : null;

    static string? Vin(string? value)
    {
        const string expected = "17 characters of A-Z without I, O and Q, and digits are expected";
        if (value is null)
            return "vin: required";
        if (value.Length != VinLength)
            return string.Create(CultureInfo.InvariantCulture, $"vin: {expected}, not a text of {value.Length}");
        return value.AsSpan().ContainsAnyExcept("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") ? $"vin: {expected}, not a text with others" : null;
    }

    static string? Status(string? value) => value is null or "active" or "paid_off" or "defaulted" or "cancelled"
        ? null
        : $"status: one of {Statuses} is expected, not '{SchemaBreak.Shown(value)}'";

    static string? Between(string field, long? value, long least, long most) =>
        value < least || value > most ? string.Create(CultureInfo.InvariantCulture, $"{field}: {least} to {most} is expected, not {value}") : null;

    static string? Amount(string field, decimal? value, decimal least = -LargestAmount) =>
        value < least || value > LargestAmount
            ? string.Create(CultureInfo.InvariantCulture, $"{field}: {least} to {LargestAmount} is expected, not {value}")
            : null;

    static string? Divisor(string field, decimal? value) => value is > 0 and < SmallestDivisor
        ? string.Create(CultureInfo.InvariantCulture, $"{field}: 0, or {SmallestDivisor} or more, is expected, not {value}")
        : null;
}
