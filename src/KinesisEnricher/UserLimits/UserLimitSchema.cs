using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>What a user-limit event must hold, by its type. Messages name the field and what is allowed, and never a user's id.</summary>
static class UserLimitSchema
{
    const int BrandIdDigits = 24;

    // A state key must fit into a DynamoDB key; an id has some 20 characters.
    const int LongestId = 256;

    // Sums of two amounts, and the percentages of any value allowed, stay far inside what a decimal holds.
    const decimal LargestAmount = 1_000_000_000_000_000m;
    const decimal SmallestValue = 0.00000001m;

    // Sums of amounts with so many decimals at most are exact.
    const int ExactDecimals = 12;

    // 9999-12-31T23:59:59.999Z
    const long LatestTime = 253_402_300_799_999;

    /// <returns>The first thing that is wrong, or null.</returns>
    public static string? FindBreak(string type, UserLimitEvent e) =>
        Id("aggregateId", e.AggregateId)
        ?? Id("eventId", e.EventId)
        ?? Required("createdAt", e.CreatedAt is not null) ?? Time("createdAt", e.CreatedAt)
        ?? Required("sequenceNumber", e.SequenceNumber is not null) ?? Number("sequenceNumber", e.SequenceNumber)
        ?? Required("payload", e.Payload is not null)
        ?? FindBreak(type, e.Payload!);

    static string? FindBreak(string type, UserLimitPayload p) =>
        BrandId(p.BrandId)
        ?? Id("payload.userId", p.UserId)
        ?? Id("payload.userLimitId", p.UserLimitId)
        ?? Id("payload.currencyCode", p.CurrencyCode)
        ?? Time("payload.nextResetTime", p.NextResetTime)
        ?? type switch
        {
            UserLimitEventTypes.Created => FindBreakOfCreated(p),
            UserLimitEventTypes.ProgressChanged => FindBreakOfProgress(p),
            _ => FindBreakOfReset(p),
        };

    static string? FindBreakOfCreated(UserLimitPayload p) =>
        Required("payload.activeFrom", p.ActiveFrom is not null) ?? Time("payload.activeFrom", p.ActiveFrom)
        ?? Time("payload.activeUntil", p.ActiveUntil)
        ?? Time("payload.createdAt", p.CreatedAt)
        ?? Required("payload.period", p.Period is not null)
        ?? Required("payload.status", p.Status is not null)
        ?? Required("payload.type", p.Type is not null)
        ?? Required("payload.value", p.Value is not null) ?? Amount("payload.value", p.Value) ?? Divisor("payload.value", p.Value)
        ?? Amount("payload.previousLimitValue", p.PreviousLimitValue)
        ?? Amount("payload.progress", p.Progress);

    static string? FindBreakOfProgress(UserLimitPayload p) =>
        Required("payload.nextResetTime", p.NextResetTime is not null)
        ?? Required("payload.amount", p.Amount is not null) ?? Amount("payload.amount", p.Amount)
        ?? Required("payload.previousProgress", p.PreviousProgress is not null) ?? Amount("payload.previousProgress", p.PreviousProgress)
        ?? Sum(p.PreviousProgress!.Value, p.Amount!.Value);

    static string? FindBreakOfReset(UserLimitPayload p) =>
        Required("payload.nextResetTime", p.NextResetTime is not null)
        ?? Required("payload.period", p.Period is not null)
        ?? Required("payload.type", p.Type is not null)
        ?? Required("payload.resetAmount", p.ResetAmount is not null) ?? Amount("payload.resetAmount", p.ResetAmount)
        ?? Required("payload.resetPercentage", p.ResetPercentage is not null) ?? Amount("payload.resetPercentage", p.ResetPercentage)
        ?? Required("payload.unusedAmount", p.UnusedAmount is not null);

    static string? Required(string field, bool isThere) => isThere ? null : $"{field}: required";

    static string? Id(string field, string? value) =>
        value is null ? $"{field}: required"
        : value.Length is 0 or > LongestId ? string.Create(CultureInfo.InvariantCulture, $"{field}: 1 to {LongestId} characters are expected, not {value.Length}")
        : null;

    static string? BrandId(string? value) =>
        value is null ? "payload.brandId: required"
        : value.Length != BrandIdDigits || value.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? string.Create(CultureInfo.InvariantCulture, $"payload.brandId: {BrandIdDigits} digits are expected, not '{SchemaBreak.Shown(value)}'")
        : null;

    static string? Time(string field, long? value) =>
        value is < 0 or > LatestTime ? string.Create(CultureInfo.InvariantCulture, $"{field}: epoch milliseconds of 0 to {LatestTime} are expected, not {value}") : null;

    static string? Number(string field, long? value) =>
        value < 0 ? string.Create(CultureInfo.InvariantCulture, $"{field}: 0 or more is expected, not {value}") : null;

    static string? Amount(string field, decimal? value) =>
        value is < 0 or > LargestAmount ? string.Create(CultureInfo.InvariantCulture, $"{field}: 0 to {LargestAmount} is expected, not {value}") : null;

    static string? Sum(decimal previous, decimal amount)
    {
        if (previous.Scale <= ExactDecimals && amount.Scale <= ExactDecimals)
            return null;
        var sum = previous + amount;
        return sum - previous == amount && sum - amount == previous ? null : "payload.amount: a sum with previousProgress of 28 digits at most is expected";
    }

    static string? Divisor(string field, decimal? value) =>
        value is > 0 and < SmallestValue ? string.Create(CultureInfo.InvariantCulture, $"{field}: 0, or {SmallestValue} or more, is expected, not {value}") : null;
}
