using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Operata;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Operata.OperataEvents;

namespace KinesisEnricher.Tests.Operata;

/// <summary>Every threshold at its edge, from an event's number to the label that goes out.</summary>
public sealed class OperataLabelTests
{
    const string Metrics = "detail.webRTCSession.metrics";
    const string Mos = Metrics + ".mos.avg";
    const string Inbound = Metrics + ".inbound.packetsLostPercentage";
    const string Outbound = Metrics + ".outbound.packetsLostPercentage";
    const string Jitter = Metrics + ".jitter.avg";
    const string Interaction = "detail.serviceAgent.interaction";

    readonly StrategyHarness _harness = new(new OperataStrategy());

    async Task<JsonElement> EnrichmentOf(string json) => Assert.Single((await _harness.DeliverAsync(json)).Enrichments);

    static string? Text(JsonElement enrichment, string member) => enrichment.GetProperty(member).GetString();

    static string CallWith(params (string Path, string Json)[] members)
    {
        var call = Call();
        foreach (var (path, json) in members)
            call = (JsonObject)JsonNode.Parse(call.With(path, json))!;
        return call.ToJsonString();
    }

    /// <summary>What a probe sends when it has no measurement.</summary>
    public static TheoryData<string> NoMeasurements => ["null", "-0.001", "-1", "\"NaN\"", "\"Infinity\"", "1e999"];

    [Theory]
    [InlineData("5", "Excellent")]
    [InlineData("4.3", "Excellent")]
    [InlineData("4.30", "Excellent")]
    [InlineData("4.2999", "Good")]
    [InlineData("4.0", "Good")]
    [InlineData("4", "Good")]
    [InlineData("3.9999", "Fair")]
    [InlineData("3.6", "Fair")]
    [InlineData("3.5999", "Poor")]
    [InlineData("3.1", "Poor")]
    [InlineData("3.0999", "Bad")]
    [InlineData("0", "Bad")]
    public async Task Mean_opinion_score(string mos, string label) => Assert.Equal(label, Text(await EnrichmentOf(Call().With(Mos, mos)), "mosLabel"));

    [Theory]
    [InlineData("0", "Minimal")]
    [InlineData("0.0999", "Minimal")]
    [InlineData("0.1", "Acceptable")]
    [InlineData("0.9999", "Acceptable")]
    [InlineData("1", "Noticeable")]
    [InlineData("2.9999", "Noticeable")]
    [InlineData("3.0", "High")]
    [InlineData("4.9999", "High")]
    [InlineData("5", "Severe")]
    [InlineData("100", "Severe")]
    public async Task Packet_loss_in_either_direction(string percent, string label)
    {
        Assert.Equal(label, Text(await EnrichmentOf(Call().With(Inbound, percent)), "inboundLossLabel"));
        Assert.Equal(label, Text(await EnrichmentOf(Call().With(Outbound, percent)), "outboundLossLabel"));
    }

    [Theory]
    [InlineData("0", "Very Short")]
    [InlineData("29.9", "Very Short")]
    [InlineData("30", "Short")]
    [InlineData("119.9", "Short")]
    [InlineData("120.0", "Medium")]
    [InlineData("599.9", "Medium")]
    [InlineData("600", "Long")]
    [InlineData("1799.9", "Long")]
    [InlineData("1800", "Very Long")]
    [InlineData("20409.0", "Very Long")]
    public async Task Duration(string seconds, string label) =>
        Assert.Equal(label, Text(await EnrichmentOf(Call().With($"{Interaction}.totalDurationSec", seconds)), "durationLabel"));

    [Theory]
    [InlineData("0", "none")]
    [InlineData("1", "Low")]
    [InlineData("1.0", "Low")]
    [InlineData("2", "Medium")]
    [InlineData("3", "High")]
    [InlineData("12", "High")]
    public async Task Severity_of_insights(string count, string severity) => Assert.Equal(severity, Text(await EnrichmentOf(Insights(count).ToJsonString()), "severity"));

    [Theory]
    [MemberData(nameof(NoMeasurements))]
    public async Task What_was_not_measured_has_no_label(string json)
    {
        Assert.Null(Text(await EnrichmentOf(Call().With(Mos, json)), "mosLabel"));
        Assert.Null(Text(await EnrichmentOf(Call().With(Inbound, json)), "inboundLossLabel"));
        Assert.Null(Text(await EnrichmentOf(Call().With(Outbound, json)), "outboundLossLabel"));
        Assert.Null(Text(await EnrichmentOf(Call().With($"{Interaction}.totalDurationSec", json)), "durationLabel"));
        Assert.Null(Text(await EnrichmentOf(Insights(json).ToJsonString()), "severity"));
        Assert.Empty((await EnrichmentOf(CallWith((Jitter, json), (Inbound, json), ($"{Interaction}.onHoldDurationSec", json)))).GetProperty("flags").EnumerateArray());
    }

    [Theory]
    [InlineData("4.3", "0.09", "0.09", "Excellent")]
    [InlineData("4.29", "0.09", "0.09", "Good")]
    [InlineData("4.3", "0.1", "0.09", "Good")]
    [InlineData("4.3", "0.09", "0.1", "Good")]
    [InlineData("4.0", "0.99", "0.99", "Good")]
    [InlineData("3.6", "0", "0", "Good")] // Fair is not among the issues, whatever its place in the alphabet.
    [InlineData("3.59", "0", "0", "Issues detected")]
    [InlineData("3.0", "0", "0", "Issues detected")]
    [InlineData("4.5", "1", "0", "Issues detected")]
    [InlineData("4.5", "0", "1", "Issues detected")]
    [InlineData("4.5", "3", "0", "Issues detected")]
    [InlineData("4.5", "0", "99", "Issues detected")]
    [InlineData("null", "0", "0", "Good")] // Nothing speaks against it, and Excellent takes all three.
    [InlineData("4.5", "null", "0", "Good")]
    [InlineData("null", "null", "1", "Issues detected")]
    [InlineData("3.0", "null", "null", "Issues detected")]
    [InlineData("null", "null", "null", null)]
    public async Task Overall_quality_goes_by_rank(string mos, string inbound, string outbound, string? quality) =>
        Assert.Equal(quality, Text(await EnrichmentOf(CallWith((Mos, mos), (Inbound, inbound), (Outbound, outbound))), "overallQuality"));

    public static TheoryData<string, string, string[]> Thresholds => new()
    {
        { $"{Interaction}.onHoldDurationSec", "29.9", [] },
        { $"{Interaction}.onHoldDurationSec", "30", ["onHold"] },
        { $"{Interaction}.onMuteDurationSec", "29.9", [] },
        { $"{Interaction}.onMuteDurationSec", "30.0", ["onMute"] },
        { Jitter, "30", [] },
        { Jitter, "30.01", ["jitterHigh"] },
        { Jitter, "60", ["jitterHigh"] },
        { Jitter, "60.01", ["jitterVeryHigh"] },
        { Inbound, "1", [] },
        { Inbound, "1.01", ["lossHigh"] },
        { Inbound, "2.5", ["lossHigh"] },
        { Inbound, "2.51", ["lossVeryHigh"] },
        { Outbound, "1", [] },
        { Outbound, "1.01", ["lossHigh"] },
        { Outbound, "2.51", ["lossVeryHigh"] },
    };

    [Theory]
    [MemberData(nameof(Thresholds))]
    public async Task Flags_are_raised_beyond_their_threshold(string path, string value, string[] flags) =>
        Assert.Equal(flags, (await EnrichmentOf(Call().With(path, value))).GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));

    [Fact]
    public async Task Several_flags_come_in_a_fixed_order_and_the_worse_direction_counts()
    {
        var delivery = await _harness.DeliverAsync(CallWith(
            (Jitter, "61"), (Inbound, "1.5"), (Outbound, "2.6"), ($"{Interaction}.onMuteDurationSec", "31"), ($"{Interaction}.onHoldDurationSec", "45")));

        Assert.Equal("""["onHold","onMute","jitterVeryHigh","lossVeryHigh"]""", delivery.Enrichments[0].GetProperty("flags").GetRawText());
        Assert.Equal("Issues detected · MOS 4.50 · Medium · onHold onMute jitterVeryHigh lossVeryHigh", delivery.Lines[0]);
    }
}
