using System.Globalization;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>Limits of many users: created, used up bit by bit, and reset.</summary>
sealed class LimitFamily : LoadFamily
{
    const int Users = 40;

    readonly int[] _numbers = new int[Users];
    readonly decimal[] _progress = new decimal[Users];

    public static string KeyOf(int user) => $"u-{user}";

    public static int Pick(Random random) => random.Next(Users);

    public override LoadEvent Next(Random random)
    {
        var user = Pick(random);
        var number = ++_numbers[user];
        var (type, payload) = number == 1 ? Created() : random.Next(4) == 0 ? Reset(user) : Progress(user, random.Next(1, 5000) / 100m);
        var nextReset = 1767355200000 + number;
        var state = Item($"LIMIT#limit-{user}");
        state["value"] = 1000m;
        state["progress"] = _progress[user];
        state["nextResetTime"] = (decimal)nextReset;
        var id = string.Create(CultureInfo.InvariantCulture, $"limit-{user}-{number}");
        return new LoadEvent(KeyOf(user), Utf8(
            $$$"""
            {"aggregateId":"u-{{{user}}}","createdAt":{{{1767268800000 + number}}},"eventId":"{{{id}}}","sequenceNumber":{{{number}}},"source":"limitUser","type":"{{{type}}}","context":{},
            "payload":{"brandId":"000000000000000000000042","userId":"u-{{{user}}}","userLimitId":"limit-{{{user}}}","currencyCode":"EUR","nextResetTime":{{{nextReset}}},{{{payload}}} } }
            """), Id: id);
    }

    static (string, string) Created() =>
        ("USER_LIMIT_CREATED", """ "activeFrom":1767268800000,"period":"DAY","status":"ACTIVE","type":"BET","value":"1000.00" """);

    (string, string) Reset(int user)
    {
        _progress[user] = 0;
        return ("USER_LIMIT_RESET", """ "period":"DAY","type":"BET","resetAmount":"200.00","resetPercentage":"20.00","unusedAmount":"800.00" """);
    }

    (string, string) Progress(int user, decimal amount)
    {
        var before = _progress[user];
        _progress[user] += amount;
        return ("USER_LIMIT_PROGRESS_CHANGED", string.Create(CultureInfo.InvariantCulture, $""" "amount":"{amount}","previousProgress":"{before}" """));
    }
}
