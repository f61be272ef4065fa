using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Operata;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Operata.OperataEvents;

namespace KinesisEnricher.Tests.Operata;

public sealed class OperataStrategyTests
{
    readonly StrategyHarness _harness = new(new OperataStrategy());

    Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => _harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    [Fact]
    public async Task A_call_gets_its_labels()
    {
        var delivery = await DeliverAsync(Call());

        Assert.Equal(
            """
            {"friendlyType":"Call Summary","mosLabel":"Excellent","inboundLossLabel":"Minimal","outboundLossLabel":"Minimal","durationLabel":"Medium",
            "overallQuality":"Excellent","flags":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal("Excellent · MOS 4.50 · Medium", delivery.Lines[0]);
    }

    [Fact]
    public async Task The_other_types_get_what_belongs_to_them_and_no_more()
    {
        var delivery = await DeliverAsync(Insights(), Issue(), Headset());

        Assert.Equal(
            [
                """{"friendlyType":"Insights Summary","severity":"Medium"}""",
                """{"friendlyType":"Agent Reported Issue"}""",
                """{"friendlyType":"Headset Summary"}""",
            ],
            delivery.Enrichments.Select(e => e.GetRawText()));
        Assert.Equal(["severity Medium", "Agent Reported Issue · Audio · Major", "Headset Summary · Example 60"], delivery.Lines);
    }

    [Fact]
    public async Task The_event_goes_out_under_its_own_id_time_and_type()
    {
        var e = Assert.Single((await DeliverAsync(Call())).Events);

        Assert.Equal("7d1f2c9a-0001", e.GetProperty("id").GetString());
        Assert.Equal("operata.CallSummary", e.GetProperty("type").GetString());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 34, 56, TimeSpan.Zero), e.GetProperty("time").GetDateTimeOffset());
        Assert.False(e.TryGetProperty("subject", out _));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("id")]
    [InlineData("account")]
    [InlineData("time")]
    [InlineData("region")]
    [InlineData("resources")]
    [InlineData("detail")]
    public async Task Any_member_of_the_envelope_may_be_absent_or_null(string member)
    {
        var delivery = await _harness.DeliverAsync(Call().With(member, null), Call().With(member, "null"));

        Assert.Equal([Outcome.Enriched, Outcome.Enriched], delivery.Outcomes);
    }

    [Fact]
    public async Task An_event_without_id_or_time_goes_out_under_its_position_and_arrival()
    {
        var delivery = await _harness.DeliverAsync("""{"detail-type":"CallSummary","source":"aws.partner/operata.com/x","time":"noon"}""");

        var e = Assert.Single(delivery.Events);
        Assert.Equal($"{KinesisEventBuilder.DefaultShardId}:{KinesisEventBuilder.SequenceNumber(1)}:0", e.GetProperty("id").GetString());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 250, TimeSpan.Zero), e.GetProperty("time").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"contact":null,"webRTCSession":null,"serviceAgent":null}""")]
    [InlineData("""{"contact":{},"webRTCSession":{"metrics":null},"serviceAgent":{"interaction":null}}""")]
    [InlineData("""{"webRTCSession":{"metrics":{"inbound":null,"outbound":{},"jitter":{"avg":null},"mos":{}}},"serviceAgent":{"interaction":{}}}""")]
    public async Task A_label_whose_measurement_is_absent_is_null(string detail)
    {
        var delivery = await _harness.DeliverAsync(Call().With("detail", detail));

        Assert.Equal(
            """
            {"friendlyType":"Call Summary","mosLabel":null,"inboundLossLabel":null,"outboundLossLabel":null,"durationLabel":null,"overallQuality":null,"flags":[]}
            """,
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal("quality unknown", delivery.Lines[0]);
    }

    [Theory]
    [InlineData("\"aws.ec2\"")]
    [InlineData("\"aws.partner/operata.com/\"")]
    [InlineData("\"aws.partner/operata.com\"")]
    [InlineData("\"AWS.partner/operata.com/x\"")]
    [InlineData("\"x aws.partner/operata.com/x\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task An_event_of_another_source_is_filtered_with_that_reason(string? source)
    {
        var delivery = await _harness.DeliverAsync(Call().With("source", source));

        Assert.Equal([Outcome.Filtered], delivery.Outcomes);
        Assert.Equal(["source is not Operata"], delivery.Reasons);
    }

    [Fact]
    public async Task An_event_of_another_source_is_filtered_whatever_its_detail()
    {
        var delivery = await _harness.DeliverAsync("""{"source":"aws.ec2","detail-type":"CallSummary","id":7,"time":[],"detail":{"contact":"none"}}""");

        Assert.Equal([Outcome.Filtered], delivery.Outcomes);
    }

    [Theory]
    [InlineData("\"HeartbeatWorkflow\"", "\"HeartbeatWorkflow\"")]
    [InlineData("\"callsummary\"", "\"callsummary\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("7.0", "\"7\"")]
    [InlineData("null", "null")]
    [InlineData("{}", "null")]
    public async Task An_unknown_type_goes_out_with_the_type_as_it_is_and_nothing_else(string type, string friendlyType)
    {
        var delivery = await _harness.DeliverAsync(Call().With("detail-type", type));

        Assert.Equal([$$"""{"friendlyType":{{friendlyType}}}"""], delivery.Enrichments.Select(e => e.GetRawText()));
        Assert.Equal("type unknown", delivery.Lines[0]);
    }

    [Theory]
    [InlineData("detail", "7", "detail: the wrong kind of JSON value")]
    [InlineData("detail", "[]", "detail: the wrong kind of JSON value")]
    [InlineData("detail.contact", "\"c-1\"", "detail.contact: the wrong kind of JSON value")]
    [InlineData("detail.contact.queueName", "7", "detail.contact.queueName: text is expected, not a number")]
    [InlineData("detail.webRTCSession.metrics.mos.avg", "{}", "detail.webRTCSession.metrics.mos.avg: the wrong kind of JSON value")]
    [InlineData("detail.webRTCSession.metrics.mos.avg", "\"good\"", "detail.webRTCSession.metrics.mos.avg: the wrong kind of JSON value")]
    public async Task A_detail_that_breaks_its_schema_is_quarantined_and_the_field_named(string path, string json, string problem)
    {
        var delivery = await _harness.DeliverAsync(Call().With(path, json));

        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
        Assert.Equal([$"schema: {problem}"], delivery.Reasons);
    }

    [Fact]
    public async Task Members_are_matched_ignoring_case_and_numbers_may_be_text()
    {
        var delivery = await _harness.DeliverAsync(
            """
            {"DETAIL-TYPE":"CallSummary","Source":"aws.partner/operata.com/x",
            "Detail":{"WebRTCsession":{"Metrics":{"MOS":{"AVG":"4.0"}}},"Contact":{"callerID":"+61400000002"}}}
            """);

        Assert.Equal("Good", delivery.Enrichments[0].GetProperty("mosLabel").GetString());
        Assert.Contains("Caller ID: +61400000002", delivery.Blocks[0]!);
    }

    [Fact]
    public async Task A_redelivery_goes_out_again_under_its_id_but_a_twin_in_one_delivery_does_not()
    {
        var builder = new KinesisEventBuilder().Add("k", Call().ToJsonString()).AddAgain(0);

        var first = await _harness.DeliverAsync(builder);
        var second = await _harness.DeliverAsync(builder);

        Assert.Equal([Outcome.Enriched, Outcome.Duplicate], first.Outcomes);
        Assert.Equal(first.Outcomes, second.Outcomes);
        Assert.Equal(Assert.Single(first.Outputs).Json.ToArray(), Assert.Single(second.Outputs).Json.ToArray());
    }

    // No writer takes half a character, so it is put in last.
    const string Half = "<half>";
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] Oddities =
    [
        "null", "0", "-1", "1e400", "\"NaN\"", "\"-Infinity\"", "\"\"", "\"\\u0000\\n\"", $"\"{Half}\"", "[]", "[null]", "{}", "true",
    ];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Whatever_stands_in_its_members_an_event_has_an_outcome_and_a_block(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            JsonNode e = random.Next(4) switch { 0 => Call(), 1 => Insights(), 2 => Issue(), _ => Headset() };
            var members = Members(e).ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                e = JsonNode.Parse(Changed((JsonObject)e, members[random.Next(members.Count)], Oddities[random.Next(Oddities.Length)]))!;
            var json = e.ToJsonString(Plain).Replace(Half, "\\ud800");

            var delivery = await _harness.DeliverAsync(json);

            Assert.True(
                delivery.Outcomes is [Outcome.Enriched or Outcome.Filtered or Outcome.Quarantined]
                && delivery.Reasons[0]?.StartsWith("unexpected", StringComparison.Ordinal) is not true,
                $"seed {seed}: {json} is {delivery.Outcomes[0]} {delivery.Reasons[0]}");
            Assert.All(delivery.Blocks, block => Assert.False(string.IsNullOrEmpty(block)));
        }
    }

    /// <summary>The paths of an event's members, but for the type, which decides what the others are.</summary>
    static IEnumerable<string> Members(JsonNode node, string prefix = "") => node is JsonObject members
        ? members.Where(m => m.Key != "detail-type")
            .SelectMany(m => (m.Value is null ? [] : Members(m.Value, $"{prefix}{m.Key}.")).Prepend(prefix + m.Key))
        : [];

    static string Changed(JsonObject e, string path, string json)
    {
        // A change before may have taken the way there.
        var parent = path.Split('.')[..^1].Aggregate((JsonNode?)e, (node, name) => (node as JsonObject)?[name]);
        return parent is JsonObject ? e.With(path, json) : e.ToJsonString();
    }
}
