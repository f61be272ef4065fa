using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using KinesisEnricher.TurbineStatus;
using static KinesisEnricher.Tests.TurbineStatus.TurbineEvents;

namespace KinesisEnricher.Tests.TurbineStatus;

public sealed class TurbineStatusStrategyTests : TurbineStatusTest
{
    [Fact]
    public async Task A_status_is_translated_by_its_assets_type_and_kept()
    {
        var delivery = await DeliverAsync(Vestas("3"));

        Assert.Equal(
            """{"asset_id":"A-1","turbine_type":"type_1","status_code":"o","status_text":"operating"}""", Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal("""{"asset_id":"A-1","status_code":"o","ts":"2026-01-01 08:00:00"}""", _harness.State(StateKey).GetRawText());
        Assert.Equal("A-1 · operating", delivery.Lines[0]);
    }

    [Fact]
    public async Task The_event_goes_out_under_its_position_its_own_time_and_its_asset()
    {
        // Which of the family's members comes first in the event makes no difference to its type.
        var signalsFirst = """{"signals":{"VMP":3},""" + Vestas().With("signals", null)[1..];

        var delivery = await _harness.DeliverAsync(Vestas().ToJsonString(), signalsFirst);

        Assert.All(delivery.Events, e =>
        {
            Assert.Equal("turbine-status.signals", e.GetProperty("type").GetString());
            Assert.Equal(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), e.GetProperty("time").GetDateTimeOffset());
            Assert.Equal(StateKey, e.GetProperty("subject").GetString());
        });
        Assert.Equal($"{KinesisEventBuilder.DefaultShardId}:{KinesisEventBuilder.SequenceNumber(1)}:0", delivery.Events[0].GetProperty("id").GetString());
    }

    public static TheoryData<string, string, string> NumericStatuses => new()
    {
        { "-1", "c", "communication lost" },
        { "0", "e", "error or stopped" },
        { "1", "e", "error or stopped" },
        { "2", "e", "error or stopped" },
        { "3", "o", "operating" },
        { "3.0", "o", "operating" },
        { "30e-1", "o", "operating" },
        { "\"3\"", "o", "operating" },
        { "\"3.0\"", "o", "operating" },
        { "\" 3 \"", "o", "operating" },
        { "-0", "e", "error or stopped" },
        { "-1.000", "c", "communication lost" },
        { "4", "u", "unknown" },
        { "-2", "u", "unknown" },
        { "2.5", "u", "unknown" },
        { "1e400", "u", "unknown" },
        { "\"stopped\"", "u", "unknown" },
        { "\"b\"", "u", "unknown" },
    };

    [Theory]
    [MemberData(nameof(NumericStatuses))]
    public async Task A_numeric_status_means_the_same_however_it_is_written(string raw, string code, string meaning)
    {
        var enrichment = Assert.Single((await DeliverAsync(Vestas(raw))).Enrichments);

        Assert.Equal((code, meaning), (enrichment.GetProperty("status_code").GetString()!, enrichment.GetProperty("status_text").GetString()!));
    }

    [Theory]
    [InlineData("\"b\"", "e")]
    [InlineData("\"a\"", "o")]
    [InlineData("\"B\"", "o")]
    [InlineData("\"3.0\"", "o")]
    [InlineData("0", "o")]
    public async Task A_text_status_stands_for_itself(string raw, string code) => Assert.Equal(code, CodeOf(await DeliverAsync(Suzlon(raw))));

    [Fact]
    public async Task The_table_goes_by_the_assets_type_whoever_the_vendor_is()
    {
        _harness.WithReference("asset", "vestas:WTG-1", """{"asset_id":"A-1","turbine_type":"type_2"}""");

        Assert.Equal("e", CodeOf(await DeliverAsync(Vestas("\"b\""))));
    }

    [Fact]
    public async Task A_type_that_the_table_does_not_have_makes_every_status_unknown()
    {
        _harness.WithReference("asset", "vestas:WTG-1", """{"asset_id":"A-1","turbine_type":"type_9"}""");

        Assert.Equal("u", CodeOf(await DeliverAsync(Vestas("3"))));
    }

    [Fact]
    public async Task A_change_tells_the_code_before_and_a_repetition_does_not()
    {
        var delivery = await DeliverAsync(Vestas("3", "08:00:00"), Vestas("1", "08:10:00"), Vestas("2", "08:20:00"));

        Assert.False(delivery.Enrichments[0].TryGetProperty("status_changed_from", out _));
        Assert.Equal("o", delivery.Enrichments[1].GetProperty("status_changed_from").GetString());
        Assert.False(delivery.Enrichments[2].TryGetProperty("status_changed_from", out _));
        Assert.Equal("A-1 · error or stopped · was operating", delivery.Lines[1]);
    }

    [Fact]
    public async Task An_older_event_is_late_and_overwrites_nothing()
    {
        await DeliverAsync(Vestas("1", "08:10:00"));

        var late = await DeliverAsync(Vestas("3", "08:09:59"));

        Assert.Equal(["late"], late.Reasons);
        Assert.Equal(
            """{"asset_id":"A-1","turbine_type":"type_1","status_code":"o","status_text":"operating","late":true}""", late.Enrichments[0].GetRawText());
        Assert.Equal("""{"asset_id":"A-1","status_code":"e","ts":"2026-01-01 08:10:00"}""", _harness.State(StateKey).GetRawText());

        var again = await _harness.DeliverAsync(late.Event);
        Assert.Equal([Outcome.Duplicate], again.Outcomes);
    }

    [Fact]
    public async Task An_event_of_the_same_time_is_not_late_and_both_are_put_out()
    {
        var delivery = await DeliverAsync(Vestas("3"), Vestas("1"));

        Assert.Equal([Outcome.Enriched, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal([null, null], delivery.Reasons);
        Assert.Equal("o", delivery.Enrichments[1].GetProperty("status_changed_from").GetString());
        Assert.Equal("e", _harness.State(StateKey).GetProperty("status_code").GetString());
    }

    [Theory]
    [InlineData("customer_name", "\"VESTAS\"")]
    [InlineData("customer_name", "\"Vestas\"")]
    [InlineData("signals", "{\"vmp\":3}")]
    [InlineData("signal_version", "2")]
    [InlineData("agg_window", null)]
    public async Task Vendors_and_signals_are_matched_ignoring_case_and_what_is_optional_may_be_absent(string member, string? json)
    {
        var delivery = await _harness.DeliverAsync(Vestas().With(member, json));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
    }

    [Theory]
    [InlineData("""{"VMP":null,"VMP":3}""")]
    [InlineData("""{"VMP":1,"VMP":3}""")]
    [InlineData("""{"vmp":1,"vmp":3}""")]
    public async Task Of_a_signal_that_is_there_twice_the_last_counts(string signals) =>
        Assert.Equal("o", CodeOf(await _harness.DeliverAsync(Vestas().With("signals", signals))));

    [Theory]
    [InlineData("1e-30")]
    [InlineData("\"1e-29\"")]
    [InlineData("2.00000000000000000000000000000001")]
    [InlineData("-1.00000000000000000000000000000000001")]
    public async Task A_status_that_is_only_nearly_one_of_the_table_is_none_of_it(string raw) => Assert.Equal("u", CodeOf(await DeliverAsync(Vestas(raw))));

    [Fact]
    public async Task Of_signals_that_differ_in_case_alone_the_exact_one_counts()
    {
        var delivery = await _harness.DeliverAsync(Vestas().With("signals", """{"vmp":0,"VMP":3}"""));

        Assert.Equal("o", CodeOf(delivery));
    }

    [Fact]
    public async Task Members_are_matched_ignoring_case()
    {
        var delivery = await _harness.DeliverAsync(Vestas().ToJsonString().Replace("customer_", "Customer_").Replace("\"ts\"", "\"TS\""));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
    }

    [Theory]
    [InlineData("customer_name")]
    [InlineData("customer_asset_id")]
    [InlineData("source_system")]
    [InlineData("signal_version")]
    [InlineData("ts")]
    [InlineData("signals")]
    public async Task A_required_field_that_is_missing_is_reason_101(string member)
    {
        var delivery = await _harness.DeliverAsync(Vestas().With(member, null), Vestas().With(member, "null"));

        Assert.All(delivery.Reasons, reason => Assert.Equal($"101: {member}: required", reason));
        Assert.Equal(["101", "101"], delivery.Quarantined.Select(record => record.Fault.Reason));
    }

    [Theory]
    [InlineData("customer_name", "\"\"")]
    [InlineData("customer_asset_id", "\"\"")]
    [InlineData("ts", "\"\"")]
    public async Task An_empty_text_counts_as_missing(string member, string json)
    {
        var delivery = await _harness.DeliverAsync(Vestas().With(member, json));

        Assert.Equal([$"101: {member}: required"], delivery.Reasons);
    }

    public static TheoryData<string, string, string> WrongFormats => new()
    {
        { "customer_name", "7", "text is expected, not '7'" },
        { "customer_asset_id", "[]", "text is expected, not an array" },
        { "customer_asset_id", $"\"{new string('x', 257)}\"", "at most 256 characters are expected, not 257" },
        { "source_system", "true", "text is expected, not a boolean" },
        { "signal_version", "{}", "a text or a number is expected, not an object" },
        { "ts", "1767254400", "yyyy-MM-dd HH:mm:ss is expected, not '1767254400'" },
        { "ts", "\"2026-01-01T08:00:00Z\"", "yyyy-MM-dd HH:mm:ss is expected, not '2026-01-01T08:00:00Z'" },
        { "ts", "\"2026-02-29 08:00:00\"", "yyyy-MM-dd HH:mm:ss is expected, not '2026-02-29 08:00:00'" },
        { "ts", "\"2026-01-01 8:00:00\"", "yyyy-MM-dd HH:mm:ss is expected, not '2026-01-01 8:00:00'" },
        { "ts", "\" 2026-01-01 08:00:00\"", "yyyy-MM-dd HH:mm:ss is expected, not ' 2026-01-01 08:00:00'" },
        { "signals", "[3]", "an object is expected, not an array" },
        { "signals", "\"VMP\"", "an object is expected, not text" },
        { "signals.VMP", "{}", "a text or a number is expected, not an object" },
        { "signals.VMP", "true", "a text or a number is expected, not a boolean" },
        { "signals.VMP", "\" \"", "a text or a number is expected, not ' '" },
    };

    [Theory]
    [MemberData(nameof(WrongFormats))]
    public async Task A_field_of_the_wrong_format_is_reason_102(string member, string json, string problem)
    {
        var delivery = await _harness.DeliverAsync(Vestas().With(member, json));

        Assert.Equal([$"102: {member}: {problem}"], delivery.Reasons);
        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
    }

    [Theory]
    [InlineData("customer_name", "\"acme\"", "202: vendor not configured")]
    [InlineData("signals", "{\"WindSpeed\":7}", "202: signal VMP absent")]
    [InlineData("signals", "{}", "202: signal VMP absent")]
    [InlineData("signals", "{\"VMP\":null}", "202: signal VMP absent")]
    [InlineData("signals", "{\"TAC\":\"b\"}", "202: signal VMP absent")]
    public async Task What_this_deployment_is_not_configured_for_is_filtered_with_reason_202(string member, string json, string reason)
    {
        var delivery = await _harness.DeliverAsync(Vestas().With(member, json));

        Assert.Equal([Outcome.Filtered], delivery.Outcomes);
        Assert.Equal([reason], delivery.Reasons);
    }

    [Fact]
    public async Task Another_vendors_event_is_filtered_however_broken_it_is()
    {
        var delivery = await _harness.DeliverAsync("""{"customer_name":"acme","signals":7,"ts":true}""");

        Assert.Equal([Outcome.Filtered], delivery.Outcomes);
    }

    [Fact]
    public async Task Vendors_and_the_names_of_their_signals_are_configuration()
    {
        var harness = Harness(1000, ("TURBINE_VENDORS", "Acme:TAC"), ("TAC_SIGNAL", "code"))
            .WithReference("asset", "acme:WTG-1", """{"asset_id":"A-9","turbine_type":"type_2"}""");

        var delivery = await harness.DeliverAsync(
            Vestas().With("customer_name", "\"ACME\"").Replace("\"VMP\":3", "\"code\":\"b\""), Vestas().With("customer_name", "\"ACME\""), Vestas().ToJsonString());

        Assert.Equal([null, "202: signal code absent", "202: vendor not configured"], delivery.Reasons);
        Assert.Equal("e", CodeOf(delivery));
    }

    [Fact]
    public async Task A_part_of_a_key_never_passes_for_two()
    {
        _harness.WithReference("asset", "vestas:a%3Ab", """{"asset_id":"A-7","turbine_type":"type_1"}""");

        var delivery = await DeliverAsync(Vestas(turbine: "a:b"));

        Assert.Equal("A-7", Assert.Single(delivery.Enrichments).GetProperty("asset_id").GetString());
    }

    [Fact]
    public async Task The_same_batch_twice_is_duplicates_and_the_others_as_they_were_and_changes_nothing()
    {
        var first = await _harness.DeliverAsync(
            Vestas("3").ToJsonString(), Suzlon("\"b\"").ToJsonString(), Vestas().With("ts", null), Vestas().With("signals", "{}"), Vestas(turbine: "?").ToJsonString());
        var (state, rev) = (_harness.State(StateKey).GetRawText(), _harness.Store.Find(StateKey)!.Rev);

        var second = await _harness.DeliverAsync(first.Event);

        Assert.Equal([Outcome.Enriched, Outcome.Enriched, Outcome.Quarantined, Outcome.Filtered, Outcome.Quarantined], first.Outcomes);
        Assert.Equal([Outcome.Duplicate, Outcome.Duplicate, Outcome.Quarantined, Outcome.Filtered, Outcome.Quarantined], second.Outcomes);
        Assert.Equal(first.Reasons.Skip(2), second.Reasons.Skip(2));
        Assert.Empty(second.Outputs);
        Assert.Empty(second.Quarantined);
        Assert.Equal((state, rev), (_harness.State(StateKey).GetRawText(), _harness.Store.Find(StateKey)!.Rev));
    }

    [Fact]
    public async Task Two_customers_ids_of_one_asset_share_its_state_in_order()
    {
        _harness.WithReference("asset", "suzlon:S-1", """{"asset_id":"A-1","turbine_type":"type_2"}""");
        var builder = new KinesisEventBuilder().Add("a", Vestas("3").ToJsonString()).Add("b", Suzlon("\"b\"").ToJsonString()).Add("c", Vestas("-1").ToJsonString());

        var delivery = await _harness.DeliverAsync(builder);

        Assert.Equal("e", delivery.Enrichments[2].GetProperty("status_changed_from").GetString());
        Assert.Equal(1, _harness.Store.Find(StateKey)!.Rev);
    }

    // No writer takes half a character, so it is put in last.
    const string Half = "<half>";

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] Oddities =
    [
        "null", "0", "-1e400", "\"\"", "\"\\u0000\"", $"\"{Half}\"", "[]", "{}", "true", "[[{}]]", "\"9999-12-31 23:59:59\"",
        $"{{\"VMP\":\"{Half}\"}}",
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Whatever_stands_in_its_members_an_event_has_an_outcome_with_a_reason_of_its_own(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var e = Vestas();
            foreach (var member in e.Select(m => m.Key).ToList())
            {
                if (random.Next(3) == 0)
                    e = (JsonObject)JsonNode.Parse(e.With(member, random.Next(4) == 0 ? null : Oddities[random.Next(Oddities.Length)]))!;
            }
            var json = e.ToJsonString(Plain).Replace(Half, "\\ud800");

            var delivery = await _harness.DeliverAsync(json);

            Assert.True(
                delivery.Outcomes is [Outcome.Enriched or Outcome.Filtered or Outcome.Quarantined or Outcome.Skipped]
                && delivery.Reasons[0]?.StartsWith("unexpected", StringComparison.Ordinal) is not true,
                $"seed {seed}: {json} is {delivery.Outcomes[0]} {delivery.Reasons[0]}");
        }
    }
}
