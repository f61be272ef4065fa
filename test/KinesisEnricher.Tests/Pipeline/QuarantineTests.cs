using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using KinesisEnricher.Tests.Simulation;
using PoisonKind = KinesisEnricher.Testing.Poison;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class QuarantineTests
{
    [Fact]
    public async Task A_poison_record_is_kept_whole_and_the_batch_goes_on()
    {
        var harness = Harness();
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).AddPoison("a", PoisonKind.TruncatedJson).Add("a", Add("3", "E#1"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        var kept = Assert.Single(delivery.Quarantined);
        Assert.Equal("json", kept.Fault.Reason);
        Assert.Contains("expected at byte", kept.Fault.Detail);
        Assert.StartsWith("{\"type\":", System.Text.Encoding.UTF8.GetString(kept.Data.Span));
        Assert.Equal("1+3", harness.Log("E#1"));
    }

    [Theory]
    [InlineData(PoisonKind.Base64, "base64")]
    [InlineData(PoisonKind.NoData, "record")]
    [InlineData(PoisonKind.Empty, "json")]
    [InlineData(PoisonKind.NotJson, "json")]
    [InlineData(PoisonKind.TruncatedJson, "json")]
    [InlineData(PoisonKind.JsonArray, "json")]
    [InlineData(PoisonKind.InvalidUtf8, "utf-8")]
    [InlineData(PoisonKind.TruncatedGzip, "gzip")]
    [InlineData(PoisonKind.CorruptGzip, "gzip")]
    [InlineData(PoisonKind.KplKeyOutOfRange, "kpl")]
    [InlineData(PoisonKind.SequenceNumber, "sequence-number")]
    public async Task Each_kind_of_unreadable_record_is_that_record_s_outcome_alone(PoisonKind poison, string reason)
    {
        var harness = Harness();
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).AddPoison("b", poison).Add("c", Add("3", "E#3"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(reason, Assert.Single(delivery.Quarantined).Fault.Reason);
    }

    [Fact]
    public async Task Behind_a_failure_a_poison_record_is_blocked_like_any_other()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.Emit, FaultRules.All());

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Poison("2"), Add("3", "E#1"));

        Assert.Equal([Outcome.Failed, Outcome.Blocked, Outcome.Blocked], delivery.Outcomes);
        Assert.Empty(delivery.Quarantined);
    }

    [Fact]
    public async Task A_failed_quarantine_ends_the_lane_there()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.Quarantine, FaultRules.All());

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Poison("2"), Add("3", "E#1"));

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Blocked], delivery.Outcomes);
        Assert.Equal(["1"], delivery.Uids());
        Assert.Equal("1", harness.Log("E#1"));
        Assert.Contains("quarantine:", delivery.Reasons[1]);
    }

    [Fact]
    public async Task Without_a_quarantine_a_poison_record_fails_and_is_delivered_again()
    {
        var strategies = new StrategyFactory(new StrategyRegistry().AddStrategy<LogStrategy>());
        var sink = new CollectingSink();
        var processor = new BatchProcessor(
            strategies, new PipelinePorts(new InMemoryStateStore(), new Core.Lookups.MemoryLookUpSource(), sink, Quarantine: null), new(), TimeProvider.System, () => 0);
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).Add("a", Poison("2")).Add("a", Add("3", "E#1")).Add("b", Add("4", "E#4"));

        var result = await processor.ProcessAsync(KinesisEventReader.Read(batch.Build()), null);

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Blocked, Outcome.Enriched], result.Outcomes.Select(o => o.Outcome));
        Assert.Equal(2, sink.Events.Count);
        Assert.Equal("bad: by design", result.Outcomes[1].Reason);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("filter")]
    [InlineData("plan")]
    [InlineData("enrich")]
    [InlineData("describe")]
    public async Task An_exception_of_any_kind_inside_a_strategy_is_kept_as_unexpected_and_neighbours_are_fine(string stage)
    {
        var harness = new StrategyHarness(new ThrowingStrategy(stage), new LogStrategy());

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), """{"type":"THROW","uid":"2","keys":[]}""", Add("3", "E#1"));

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        var kept = Assert.Single(delivery.Quarantined);
        Assert.Equal("unexpected", kept.Fault.Reason);
        Assert.Contains(nameof(InvalidTimeZoneException), kept.Fault.Detail);
        Assert.Contains(nameof(ThrowingStrategy), kept.Fault.Detail);
    }

    [Fact]
    public async Task An_event_whose_state_cannot_be_written_is_kept_as_unexpected_and_its_lane_goes_on()
    {
        var harness = new StrategyHarness(new UnwritableStrategy());

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add(UnwritableStrategy.Uid, "E#1"), Add("3", "E#1"), Add(UnwritableStrategy.Uid, "E#2"));

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched, Outcome.Quarantined], delivery.Outcomes);
        Assert.All(delivery.Quarantined, kept => Assert.Equal("unexpected", kept.Fault.Reason));
        Assert.Equal("1+3", harness.Log("E#1"));
        Assert.Null(harness.Store.Find("E#2"));
    }

    [Fact]
    public async Task An_event_of_more_items_than_are_allowed_is_quarantined_before_any_is_read()
    {
        var harness = Harness();
        var most = Enumerable.Range(1, Plan.Most).Select(i => $"E#{i}").ToArray();

        var delivery = await harness.DeliverAsync(Add("1", [.. most, "E#0"]), Add("2", most));

        Assert.Equal([Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        var fault = Assert.Single(delivery.Quarantined).Fault;
        Assert.Equal("too-large", fault.Reason);
        Assert.Equal("the event plans more than 1000 state items; at most 1000 are allowed", fault.Detail);
        Assert.Null(harness.Store.Find("E#0"));
    }

    [Fact]
    public async Task Payloads_too_large_to_decompress_end_a_chunk_as_others_of_their_size_do()
    {
        var harness = Harness();
        var bomb = new string(' ', RecordExpander.DefaultMaxPayloadBytes + 1);
        var batch = new KinesisEventBuilder();
        for (var i = 1; i <= 5; i++)
            batch.AddGzip($"k{i}", bomb);

        var delivery = await harness.DeliverAsync(batch);

        Assert.All(delivery.Outcomes, outcome => Assert.Equal(Outcome.Quarantined, outcome));
        Assert.Equal(3, delivery.Result.Statistics.Chunks);
    }

    [Fact]
    public async Task An_entity_that_would_grow_too_large_is_quarantined_before_anything_goes_out()
    {
        var harness = Harness();
        var half = new string('x', 200_000);

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add(half, "E#1"), Add(half + "y", "E#1"), Add("4", "E#1"));

        Assert.Equal([Outcome.Enriched, Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("too-large", Assert.Single(delivery.Quarantined).Fault.Reason);
        Assert.Equal($"1+{half}+4", harness.Log("E#1"));
        Assert.Equal(3, delivery.Outputs.Count);
    }

    [Fact]
    public async Task An_event_too_large_for_its_sink_is_quarantined_and_leaves_no_trace_in_state()
    {
        var strategies = new StrategyFactory(new StrategyRegistry().AddStrategy<LogStrategy>());
        var (store, quarantine) = (new InMemoryStateStore(), new CollectingQuarantine());
        var ports = new PipelinePorts(store, new Core.Lookups.MemoryLookUpSource(), new CollectingSink { MaxEventBytes = 1000 }, quarantine);
        var processor = new BatchProcessor(strategies, ports, new(), TimeProvider.System, () => 0);
        var batch = new KinesisEventBuilder().Add("a", Add(new string('x', 900), "E#1"));

        var result = await processor.ProcessAsync(KinesisEventReader.Read(batch.Build()), null);

        Assert.Equal(Outcome.Quarantined, Assert.Single(result.Outcomes).Outcome);
        Assert.Equal("too-large", Assert.Single(quarantine.Records).Fault.Reason);
        Assert.Null(store.Find("E#1"));
    }

    [Fact]
    public async Task A_state_key_longer_than_any_item_can_have_is_quarantined_and_does_not_block_its_lane()
    {
        var harness = Harness();

        var delivery = await harness.DeliverAsync(Add("1", "E#" + new string('x', 2047)), Add("2", "E#" + new string('x', 2046)));

        Assert.Equal([Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("too-large", Assert.Single(delivery.Quarantined).Fault.Reason);
    }

    /// <summary>Its state cannot be written once a certain event is in it.</summary>
    sealed class UnwritableStrategy() : MultiItemStrategy<LogEvent, LogState>("unwritable", () => SimulationJson.Default.LogEvent, () => SimulationJson.Default.LogState)
    {
        public const string Uid = "not a number";

        public override IReadOnlyList<string> EventTypes => ["ADD"];

        protected override void Plan(in Record<LogEvent> record, Plan plan) => plan.State(record.Event.Keys[0]);
        protected override EventInfo Describe(in Record<LogEvent> record) => default;
        protected override Enrichment Enrich(in Record<LogEvent> record, StateItems<LogState> items, LookUps found) =>
            Logs.Append(record.Event.Uid, record.Event.Keys, items);
        protected override void WriteState(Utf8JsonWriter writer, LogState state)
        {
            if (state.Log.Contains(Uid))
                throw new ArgumentException("it cannot be written as valid JSON");
            base.WriteState(writer, state);
        }
    }

    sealed class ThrowingStrategy(string stage) : StatelessStrategy<LogEvent>("throwing", () => SimulationJson.Default.LogEvent)
    {
        public override IReadOnlyList<string> EventTypes => ["THROW"];

        protected override LogEvent Decode(ReadOnlySpan<byte> json) => At("decode", base.Decode(json));
        protected override FilterResult Filter(in Record<LogEvent> record) => At("filter", FilterResult.Keep);
        protected override void Plan(in Record<LogEvent> record, Plan plan) => At("plan", 0);
        protected override Enrichment Enrich(in Record<LogEvent> record, LookUps found) =>
            At("enrich", Enrichment.Of(new LogEnrichment([]), SimulationJson.Default.LogEnrichment));
        protected override EventInfo Describe(in Record<LogEvent> record) => At("describe", default(EventInfo));

        T At<T>(string here, T value) => here == stage ? throw new InvalidTimeZoneException("by design") : value;
    }
}
