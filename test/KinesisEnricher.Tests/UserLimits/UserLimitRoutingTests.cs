using System.Text;
using System.Text.RegularExpressions;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Hosting;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Tests.UserLimits;

/// <summary>The strategy reads events and their types in one pass, without the router: it must never tell another type than the router does.</summary>
public sealed partial class UserLimitRoutingTests
{
    const string Reset = """
        {"aggregateId":"u-1","context":{"type":"x"},"createdAt":1767225600000,"eventId":"01KD","payload":{"brandId":"600000000000000000000042","userId":"u-1",
        "userLimitId":"l-1","currencyCode":"EUR","nextResetTime":1767312000000,"period":"DAY","type":"BET","resetAmount":"1","resetPercentage":"2","unusedAmount":"3"},
        "sequenceNumber":12,"source":"limitUser","type":"USER_LIMIT_RESET"}
        """;

    readonly StrategyFactory _strategies = new(Families.AddTo(new StrategyRegistry()), settings: new Dictionary<string, string>());

    [Fact]
    public void Usual_events_tell_their_type()
    {
        Assert.NotNull(Strategy().TryReadEvent(Encoding.UTF8.GetBytes(Reset), used: null, out var type));
        Assert.Equal(UserLimitEventTypes.Reset, type);
    }

    [Theory]
    [InlineData("\"source\":", "\"detail-type\":")]
    [InlineData("\"source\":", "\"Detail-Type\":")]
    [InlineData("\"source\":", "\"eventHeader\":")]
    [InlineData("\"source\":", "\"event\\u0048eader\":")]
    [InlineData("\"type\":\"USER_LIMIT_RESET\"", "\"Type\":\"USER_LIMIT_RESET\"")]
    [InlineData("\"USER_LIMIT_RESET\"", "\"LIMIT_USER_CREATED\"")]
    [InlineData("\"USER_LIMIT_RESET\"", "\"USER_LIMIT_\\u0052ESET\"")]
    [InlineData("\"USER_LIMIT_RESET\"", "7")]
    [InlineData(",\"type\":\"USER_LIMIT_RESET\"", "")]
    [InlineData("\"USER_LIMIT_RESET\"}", "\"USER_LIMIT_RESET\"")]
    [InlineData("\"USER_LIMIT_RESET\"}", "\"USER_LIMIT_RESET\"}}")]
    public void What_is_out_of_the_ordinary_is_left_to_the_router(string usual, string unusual)
    {
        Assert.Contains(usual, Reset, StringComparison.Ordinal);

        Assert.Null(Strategy().TryReadEvent(Encoding.UTF8.GetBytes(Reset.Replace(usual, unusual, StringComparison.Ordinal)), used: null, out _));
    }

    [Fact]
    public void Whatever_type_it_tells_is_the_one_that_the_router_finds()
    {
        string[] names = ["type", "Type", "detail-type", "eventHeader", "source", "t\\u0079pe", "payload", "x"];
        string[] values = ["\"USER_LIMIT_RESET\"", "\"USER_LIMIT_CREATED\"", "\"CallSummary\"", "7", "null", "{\"eventType\":\"USER_LIMIT_CREATED\"}", "[{}]", "{", "]"];
        var told = 0;
        for (var seed = 1; seed <= 5000; seed++)
        {
            var random = new Random(seed);
            var json = Name().Replace(Reset, m => random.Next(30) == 0 ? $"\"{names[random.Next(names.Length)]}\":" : m.Value);
            json = Value().Replace(json, m => random.Next(30) == 0 ? ":" + values[random.Next(values.Length)] : m.Value);
            var bytes = Encoding.UTF8.GetBytes(random.Next(20) == 0 ? json[..random.Next(json.Length)] : json);
            if (Strategy().TryReadEvent(bytes, used: null, out var type) is null)
                continue;
            told++;
            var route = Router.Find(bytes, _strategies);
            Assert.True(route.Fault is null && route.Type == type && ReferenceEquals(route.Strategy, Strategy()), $"seed {seed}: {type} for {json}");
        }
        Assert.InRange(told, 500, 4500);
    }

    Strategy Strategy() => _strategies.Find(UserLimitEventTypes.Reset)!;

    [GeneratedRegex("\"[a-zA-Z]+\":")]
    private static partial Regex Name();

    [GeneratedRegex(":(\"[^\"]*\"|[0-9]+)")]
    private static partial Regex Value();
}
