using System.Globalization;
using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.UserLimits;

/// <summary>Events of one limit and one user; a test changes only what it is about.</summary>
static class LimitEvents
{
    public const string Limit = "01HLIMIT0000000000000001";
    public const string StateKey = "LIMIT#" + Limit;

    /// <summary>2026-01-01T12:00:00Z.</summary>
    public const long At = 1_767_268_800_000;

    public const long NextReset = At + 43_200_000;

    public static JsonObject Created(long number, string value = "2500.00", string? progress = null, long? nextReset = NextReset, string limit = Limit)
    {
        var payload = Common(limit, nextReset);
        payload["activeFrom"] = At - 1000;
        payload["period"] = "CALENDAR_DAY";
        payload["status"] = "ACTIVE";
        payload["type"] = "DEPOSIT";
        payload["value"] = value;
        if (progress is not null)
            payload["progress"] = progress;
        return Envelope("USER_LIMIT_CREATED", number, payload);
    }

    public static JsonObject Progress(long number, string amount, string previous, long? nextReset = NextReset, string limit = Limit)
    {
        var payload = Common(limit, nextReset);
        payload["amount"] = amount;
        payload["previousProgress"] = previous;
        return Envelope("USER_LIMIT_PROGRESS_CHANGED", number, payload);
    }

    public static JsonObject Reset(long number, string resetAmount, long? nextReset = NextReset + 86_400_000, string limit = Limit)
    {
        var payload = Common(limit, nextReset);
        payload["period"] = "CALENDAR_DAY";
        payload["type"] = "DEPOSIT";
        payload["resetAmount"] = resetAmount;
        payload["resetPercentage"] = "1.00";
        payload["unusedAmount"] = "1.00";
        return Envelope("USER_LIMIT_RESET", number, payload);
    }

    static JsonObject Common(string limit, long? nextReset)
    {
        var payload = new JsonObject
        {
            ["brandId"] = "000000000000000000000042",
            ["userId"] = "u-4411",
            ["userLimitId"] = limit,
            ["currencyCode"] = "EUR",
        };
        if (nextReset is not null)
            payload["nextResetTime"] = nextReset;
        return payload;
    }

    static JsonObject Envelope(string type, long number, JsonObject payload) => new()
    {
        ["aggregateId"] = "u-4411",
        ["context"] = new JsonObject { ["correlationId"] = "c-1" },
        ["createdAt"] = At,
        ["eventId"] = string.Create(CultureInfo.InvariantCulture, $"event-{number}"),
        ["payload"] = payload,
        ["sequenceNumber"] = number,
        ["source"] = "limitUser",
        ["type"] = type,
    };
}
