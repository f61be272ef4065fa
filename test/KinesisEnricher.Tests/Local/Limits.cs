using System.Globalization;

namespace KinesisEnricher.Tests.Local;

/// <summary>User-limit events, as short as they may be.</summary>
static class Limits
{
    public static string Created(int number, string limit = "limit-1", string value = "2500") => Event(
        "USER_LIMIT_CREATED", number, limit,
        $"""
        "activeFrom":1767225600000,"period":"MONTH","status":"ACTIVE","type":"DEPOSIT","value":"{value}"
        """);

    public static string Progress(int number, string amount, string limit = "limit-1") => Event(
        "USER_LIMIT_PROGRESS_CHANGED", number, limit,
        $"""
        "amount":"{amount}","previousProgress":"0","nextResetTime":1769904000000
        """);

    static string Event(string type, int number, string limit, string payload) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"aggregateId":"u-1","context":{},"createdAt":1767225600000,"eventId":"{{{limit}}}-{{{number}}}","sequenceNumber":{{{number}}},"source":"limitUser",
        "type":"{{{type}}}","payload":{"brandId":"100000000000000000000001","userId":"u-1","userLimitId":"{{{limit}}}","currencyCode":"EUR",{{{payload}}}
        }}
        """);
}
