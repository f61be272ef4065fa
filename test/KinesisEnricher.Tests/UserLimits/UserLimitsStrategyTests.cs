using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.UserLimits;
using static KinesisEnricher.Tests.UserLimits.LimitEvents;

namespace KinesisEnricher.Tests.UserLimits;

public sealed class UserLimitsStrategyTests
{
    readonly StrategyHarness _harness = new(new UserLimitsStrategy());

    JsonElement State => _harness.State(StateKey);

    Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => _harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    async Task<JsonElement> EnrichmentOf(JsonObject e) => Assert.Single((await DeliverAsync(e)).Enrichments);

    static string LineOf(Delivery delivery) => ((IReadable)delivery.Outputs[^1].Enrichment).ToLine();

    static decimal Number(JsonElement item, string member) => item.GetProperty(member).GetDecimal();

    [Fact]
    public async Task A_created_limit_is_kept_with_all_that_the_event_tells()
    {
        var created = Created(1, value: "2500.00", progress: "12.50");
        created["payload"]!["activeUntil"] = At + 5;
        created["payload"]!["createdAt"] = At - 5;
        created["payload"]!["previousLimitValue"] = "1000";

        await DeliverAsync(created);

        Assert.Equal(
            $$$"""
            {"userLimitId":"{{{Limit}}}","userId":"u-4411","brandId":"000000000000000000000042","currencyCode":"EUR","type":"DEPOSIT","period":"CALENDAR_DAY",
            "status":"ACTIVE","value":2500,"previousLimitValue":1000,"progress":12.5,"activeFrom":{{{At - 1000}}},"activeUntil":{{{At + 5}}},"createdAt":{{{At - 5}}},
            "nextResetTime":{{{NextReset}}},"applied":{"highest":1,"last":"1"}}
            """.ReplaceLineEndings(""),
            State.GetRawText());
    }

    [Fact]
    public async Task A_created_limit_goes_out_with_everything_left_of_it()
    {
        var delivery = await DeliverAsync(Created(1));

        Assert.Equal(
            """{"progress":0,"remainingAmount":"2500.00","usedPercentage":0,"breached":false,"secondsToReset":43200,"partial":false}""",
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal("remaining 2500.00 · used 0 %", LineOf(delivery));
    }

    [Fact]
    public async Task The_event_goes_out_under_its_own_id_time_and_limit()
    {
        var delivery = await DeliverAsync(Created(1));

        var e = Assert.Single(delivery.Events);
        Assert.Equal("event-1", e.GetProperty("id").GetString());
        Assert.Equal("user-limits.USER_LIMIT_CREATED", e.GetProperty("type").GetString());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(At), e.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(StateKey, e.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Progress_is_what_was_before_plus_the_amount()
    {
        var delivery = await DeliverAsync(Created(1), Progress(2, amount: "99.99", previous: "0.02"));

        Assert.Equal(
            """{"progress":100.01,"remainingAmount":"2399.99","usedPercentage":4,"breached":false,"secondsToReset":43200,"partial":false}""",
            delivery.Enrichments[1].GetRawText());
        Assert.Equal(100.01m, Number(State, "progress"));
    }

    [Fact]
    public async Task Progress_goes_by_its_own_previous_progress_and_never_by_the_stored_one()
    {
        await DeliverAsync(Created(1, progress: "700"));

        var enrichment = await EnrichmentOf(Progress(2, amount: "10", previous: "100"));

        Assert.Equal(110, Number(enrichment, "progress"));
        Assert.Equal(110, Number(State, "progress"));
    }

    [Fact]
    public async Task The_computed_remaining_amount_wins_over_the_events_own()
    {
        await DeliverAsync(Created(1));
        var progress = Progress(2, amount: "10", previous: "0");
        progress["payload"]!["remainingAmount"] = "1.00";

        var enrichment = await EnrichmentOf(progress);

        Assert.Equal("2490.00", enrichment.GetProperty("remainingAmount").GetString());
    }

    [Fact]
    public async Task A_limit_is_breached_only_when_more_is_used_than_it_allows()
    {
        var delivery = await DeliverAsync(Created(1), Progress(2, "2500", "0"), Progress(3, "0.01", "2500"));

        Assert.False(delivery.Enrichments[1].GetProperty("breached").GetBoolean());
        Assert.True(delivery.Enrichments[2].GetProperty("breached").GetBoolean());
        Assert.Equal("-0.01", delivery.Enrichments[2].GetProperty("remainingAmount").GetString());
        Assert.Equal("remaining -0.01 · used 100 % · breached", LineOf(delivery));
    }

    [Fact]
    public async Task A_limit_of_zero_has_no_used_percentage_but_can_be_breached()
    {
        var delivery = await DeliverAsync(Created(1, value: "0"), Progress(2, "5", "0"));

        Assert.Equal(JsonValueKind.Null, delivery.Enrichments[0].GetProperty("usedPercentage").ValueKind);
        Assert.False(delivery.Enrichments[0].GetProperty("breached").GetBoolean());
        Assert.Equal(JsonValueKind.Null, delivery.Enrichments[1].GetProperty("usedPercentage").ValueKind);
        Assert.True(delivery.Enrichments[1].GetProperty("breached").GetBoolean());
        Assert.Equal("remaining -5.00 · breached", LineOf(delivery));
    }

    [Fact]
    public async Task A_reset_sets_progress_to_zero_and_takes_the_next_reset_time()
    {
        var delivery = await DeliverAsync(Created(1, value: "250000"), Progress(2, "200", "0"), Reset(3, resetAmount: "200", nextReset: At + 90_000_000));

        Assert.Equal(
            """{"progress":0,"remainingAmount":"250000.00","usedPercentage":0,"breached":false,"secondsToReset":90000,"partial":false}""",
            delivery.Enrichments[2].GetRawText());
        Assert.Equal(0, Number(State, "progress"));
        Assert.Equal(At + 90_000_000, Number(State, "nextResetTime"));
        Assert.Equal("remaining 250000.00 · used 0 % · reset 200.00 (0.08 %), 249800.00 unused", LineOf(delivery));
    }

    [Theory]
    [InlineData("USER_LIMIT_PROGRESS_CHANGED")]
    [InlineData("USER_LIMIT_RESET")]
    public async Task An_event_of_a_limit_never_seen_created_makes_a_partial_state_and_succeeds(string type)
    {
        var isReset = type == "USER_LIMIT_RESET";

        var delivery = await DeliverAsync(isReset ? Reset(7, "10") : Progress(7, "40", "10"));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(
            isReset
                ? """{"progress":0,"remainingAmount":null,"usedPercentage":null,"breached":null,"secondsToReset":129600,"partial":true}"""
                : """{"progress":50,"remainingAmount":null,"usedPercentage":null,"breached":null,"secondsToReset":43200,"partial":true}""",
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.False(State.TryGetProperty("value", out _));
        Assert.Equal(isReset, State.TryGetProperty("period", out _));
        Assert.Equal(isReset ? "progress 0.00 · limit unknown · reset 10.00" : "progress 50.00 · limit unknown", LineOf(delivery));
    }

    [Fact]
    public async Task A_created_event_after_a_partial_state_completes_it_and_keeps_its_progress()
    {
        var delivery = await DeliverAsync(Progress(7, "40", "10"), Created(8, value: "200", nextReset: null));

        Assert.Equal(
            """{"progress":50,"remainingAmount":"150.00","usedPercentage":25,"breached":false,"secondsToReset":43200,"partial":false}""",
            delivery.Enrichments[1].GetRawText());
        Assert.Equal(NextReset, Number(State, "nextResetTime"));
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData("5", 5)]
    public async Task A_limit_created_again_takes_the_new_value_and_keeps_progress_unless_the_event_has_one(string? progress, int expected)
    {
        await DeliverAsync(Created(1), Progress(2, "20", "10"));

        var enrichment = await EnrichmentOf(Created(3, value: "100", progress: progress));

        Assert.Equal(expected, Number(enrichment, "progress"));
        Assert.Equal(expected, Number(State, "progress"));
        Assert.Equal(100, Number(State, "value"));
    }

    [Fact]
    public async Task What_an_event_leaves_out_stays_as_it_is_stored()
    {
        var first = Created(1);
        first["payload"]!["activeUntil"] = At + 5;
        first["payload"]!["previousLimitValue"] = "10";

        await DeliverAsync(first, Created(2, nextReset: null));

        Assert.Equal(At + 5, Number(State, "activeUntil"));
        Assert.Equal(10, Number(State, "previousLimitValue"));
        Assert.Equal(NextReset, Number(State, "nextResetTime"));
    }

    [Fact]
    public async Task An_aggregate_number_that_was_applied_is_a_duplicate_wherever_it_lies_on_the_stream()
    {
        await DeliverAsync(Created(1), Progress(2, "10", "0"));

        var delivery = await DeliverAsync(Progress(2, "10", "0"), Created(1));

        Assert.Equal([Outcome.Duplicate, Outcome.Duplicate], delivery.Outcomes);
        Assert.Equal(["aggregate number 2 already applied", "aggregate number 1 already applied"], delivery.Reasons);
        Assert.Empty(delivery.Events);
        Assert.Equal(10, Number(State, "progress"));
    }

    [Fact]
    public async Task A_lower_number_that_was_not_applied_is_late_and_goes_out_from_its_own_amounts()
    {
        await DeliverAsync(Created(1), Progress(13, "30", "50", nextReset: NextReset + 1000));

        var delivery = await DeliverAsync(Progress(12, "50", "0", nextReset: NextReset));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(["late"], delivery.Reasons);
        Assert.Equal(
            """{"progress":50,"remainingAmount":"2450.00","usedPercentage":2,"breached":false,"secondsToReset":43200,"partial":false,"late":true}""",
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal(80, Number(State, "progress"));
        Assert.Equal(NextReset + 1000, Number(State, "nextResetTime"));
    }

    [Fact]
    public async Task A_late_event_is_remembered()
    {
        await DeliverAsync(Created(1), Progress(13, "30", "50"), Progress(12, "50", "0"));

        var delivery = await DeliverAsync(Progress(12, "50", "0"));

        Assert.Equal([Outcome.Duplicate], delivery.Outcomes);
        Assert.Equal("1 13 12", State.GetProperty("applied").GetProperty("last").GetString());
        Assert.Equal(13, State.GetProperty("applied").GetProperty("highest").GetInt32());
    }

    [Fact]
    public async Task A_late_created_event_completes_a_partial_state_and_leaves_progress_and_reset_time()
    {
        await DeliverAsync(Progress(13, "30", "50", nextReset: NextReset + 1000));

        var enrichment = await EnrichmentOf(Created(12, value: "100", progress: "5", nextReset: NextReset));

        Assert.Equal(
            """{"progress":5,"remainingAmount":"95.00","usedPercentage":5,"breached":false,"secondsToReset":43200,"partial":false,"late":true}""",
            enrichment.GetRawText());
        Assert.Equal(80, Number(State, "progress"));
        Assert.Equal(NextReset + 1000, Number(State, "nextResetTime"));
        Assert.Equal(100, Number(State, "value"));
        Assert.Equal("ACTIVE", State.GetProperty("status").GetString());

        var next = await EnrichmentOf(Progress(14, "20", "80"));
        Assert.Equal("0.00", next.GetProperty("remainingAmount").GetString());
        Assert.False(next.GetProperty("partial").GetBoolean());
    }

    [Fact]
    public async Task A_late_created_event_overwrites_nothing_that_is_known()
    {
        await DeliverAsync(Created(5, value: "100"));

        var enrichment = await EnrichmentOf(Created(4, value: "900", progress: "7"));

        Assert.Equal("893.00", enrichment.GetProperty("remainingAmount").GetString());
        Assert.Equal(100, Number(State, "value"));
        Assert.Equal(0, Number(State, "progress"));
    }

    [Fact]
    public async Task A_late_reset_leaves_progress_and_fills_what_a_partial_state_lacks()
    {
        await DeliverAsync(Progress(9, "30", "50"));

        var enrichment = await EnrichmentOf(Reset(8, "10"));

        Assert.Equal(
            """{"progress":0,"remainingAmount":null,"usedPercentage":null,"breached":null,"secondsToReset":129600,"partial":true,"late":true}""",
            enrichment.GetRawText());
        Assert.Equal(80, Number(State, "progress"));
        Assert.Equal(NextReset, Number(State, "nextResetTime"));
        Assert.Equal("CALENDAR_DAY", State.GetProperty("period").GetString());
    }

    [Fact]
    public async Task Gaps_between_numbers_are_normal()
    {
        var delivery = await DeliverAsync(Created(1), Progress(12, "1", "0"), Progress(235, "1", "1"));

        Assert.Equal([null, null, null], delivery.Reasons);
    }

    [Fact]
    public async Task The_last_hundred_numbers_are_remembered_and_the_highest_whatever_comes_late()
    {
        await DeliverAsync(Created(1000));
        await DeliverAsync(Enumerable.Range(1, 150).Select(n => Progress(n, "1", "0")));

        var applied = State.GetProperty("applied");
        Assert.Equal("51-150", applied.GetProperty("last").GetString());
        Assert.Equal(1000, applied.GetProperty("highest").GetInt32());

        var delivery = await DeliverAsync(Progress(999, "1", "0"), Progress(1001, "2", "0"));
        Assert.Equal(["late", null], delivery.Reasons);
        Assert.Equal(2, Number(State, "progress"));
    }

    [Fact]
    public async Task Limits_of_one_user_are_kept_apart()
    {
        await DeliverAsync(Created(1), Created(2, limit: "other"), Progress(3, "10", "0"), Progress(4, "20", "0", limit: "other"));

        Assert.Equal(10, Number(State, "progress"));
        Assert.Equal(20, Number(_harness.State("LIMIT#other"), "progress"));
    }

    [Theory]
    [InlineData("LIMIT_USER_CREATED")]
    [InlineData("LIMIT_USER_PENDING_PAYMENT_CREATED")]
    [InlineData("LIMIT_USER_PENDING_PAYMENT_PROCESSED")]
    [InlineData("USER_LIMIT_CHANGE_SOURCE_ADDED")]
    public async Task Other_types_of_the_stream_are_skipped_whatever_they_hold(string type)
    {
        var delivery = await _harness.DeliverAsync($$"""{"type":"{{type}}","payload":17}""");

        Assert.Equal([Outcome.Skipped], delivery.Outcomes);
        Assert.Empty(_harness.Store.Items);
    }

    [Fact]
    public async Task A_reset_time_in_the_past_gives_seconds_below_zero_and_none_gives_null()
    {
        var delivery = await DeliverAsync(Created(1, nextReset: null), Created(2, nextReset: At - 1500));

        Assert.Equal(JsonValueKind.Null, delivery.Enrichments[0].GetProperty("secondsToReset").ValueKind);
        Assert.Equal(-1.5m, Number(delivery.Enrichments[1], "secondsToReset"));
    }

    [Fact]
    public async Task A_batch_delivered_again_changes_nothing()
    {
        var first = await DeliverAsync(Created(1), Progress(2, "10", "0"), Progress(4, "5", "20"), Progress(3, "10", "10"), Reset(5, "25"));
        var before = State.GetRawText();

        var again = await _harness.DeliverAsync(first.Event);

        Assert.All(again.Outcomes, outcome => Assert.Equal(Outcome.Duplicate, outcome));
        Assert.Empty(again.Events);
        Assert.Equal(before, State.GetRawText());
    }

    [Fact]
    public async Task An_unexpected_spelling_of_names_and_numbers_is_read_all_the_same()
    {
        await DeliverAsync(Created(1));
        const string odd = """
            {"TYPE":"USER_LIMIT_PROGRESS_CHANGED","AggregateID":"u-4411","eventid":"odd","CREATEDAT":1767268800000.0,"SequenceNumber":12.0,"surprise":{"a":[1]},
             "Payload":{"BRANDID":"000000000000000000000042","userid":"u-4411","UserLimitId":"01HLIMIT0000000000000001","CurrencyCode":"EUR","nextResetTime":1.767312e12,
             "amount":20.50,"PreviousProgress":"4.5","extra":null}}
            """;

        var delivery = await _harness.DeliverAsync(odd);

        Assert.Equal("user-limits.USER_LIMIT_PROGRESS_CHANGED", delivery.Events[0].GetProperty("type").GetString());
        Assert.Equal(
            """{"progress":25,"remainingAmount":"2475.00","usedPercentage":1,"breached":false,"secondsToReset":43200,"partial":false}""",
            delivery.Enrichments[0].GetRawText());
        Assert.Equal(12, State.GetProperty("applied").GetProperty("highest").GetInt64());
    }

    [Fact]
    public async Task Amounts_stay_exact_to_the_last_decimal()
    {
        await DeliverAsync(Created(1, value: "999999999999999.99"));

        var enrichment = await EnrichmentOf(Progress(2, amount: "0.1", previous: "999999999999999.69"));

        Assert.Equal("0.20", enrichment.GetProperty("remainingAmount").GetString());
        Assert.Equal(999999999999999.79m, Number(enrichment, "progress"));
    }

    [Fact]
    public async Task A_minus_before_a_zero_goes_nowhere()
    {
        var delivery = await DeliverAsync(Created(1, value: "-0.00"), Progress(2, "-0.0", "-0"));

        Assert.Equal("0.00", delivery.Enrichments[1].GetProperty("remainingAmount").GetString());
        Assert.Equal("0", delivery.Enrichments[1].GetProperty("progress").GetRawText());
        Assert.Equal("0", State.GetProperty("value").GetRawText());
    }
}
