using System.Text.Json.Serialization;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Tests.Testing;

public sealed partial class StrategyHarnessTests
{
    [Fact]
    public async Task Reference_data_goes_in_and_outcomes_events_and_state_come_out()
    {
        var harness = new StrategyHarness(new VisitStrategy()).WithReference("city", "B", """{"name":"Berlin"}""");

        var delivery = await harness.DeliverAsync("""{"type":"VISIT","city":"B"}""", """{"type":"OTHER"}""");

        Assert.Equal([Outcome.Enriched, Outcome.Skipped], delivery.Outcomes);
        Assert.Equal("""{"name":"Berlin","visits":1}""", Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal(1, harness.State("CITY#B").GetProperty("visits").GetInt32());
        Assert.Null(delivery.Checkpoint);
    }

    [Fact]
    public async Task State_and_positions_last_from_one_delivery_to_the_next()
    {
        var harness = new StrategyHarness(new VisitStrategy());
        await harness.DeliverAsync("""{"type":"VISIT","city":"B"}""");

        var second = await harness.DeliverAsync("""{"type":"VISIT","city":"B"}""");
        var again = await harness.DeliverAsync(second.Event);

        Assert.Equal([Outcome.Enriched], second.Outcomes);
        Assert.Equal([Outcome.Duplicate], again.Outcomes);
        Assert.Empty(again.Outputs);
        Assert.Equal(2, harness.State("CITY#B").GetProperty("visits").GetInt32());
    }

    [Fact]
    public async Task A_rule_makes_a_port_fail_until_it_is_taken_away()
    {
        var harness = new StrategyHarness(new VisitStrategy()) { Faults = FaultRules.On(PortOperation.WriteState, FaultRules.All()) };
        var failed = await harness.DeliverAsync("""{"type":"VISIT","city":"B"}""");

        harness.Faults = null;
        var again = await harness.DeliverAsync(failed.Event);

        Assert.Equal([Outcome.Failed], failed.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), failed.Checkpoint);
        Assert.Equal([Outcome.Enriched], again.Outcomes);
        Assert.Equal(failed.Outputs[0].Json.ToArray(), again.Outputs[0].Json.ToArray());
    }

    [Fact]
    public async Task Poison_of_every_kind_ends_in_quarantine_and_its_neighbours_do_not_notice()
    {
        var harness = new StrategyHarness(new VisitStrategy());
        var builder = new KinesisEventBuilder().Add("k", """{"type":"VISIT","city":"B"}""");
        foreach (var poison in Enum.GetValues<Poison>())
            builder.AddPoison($"k-{poison}", poison);
        builder.Add("k", """{"type":"VISIT","city":"B"}""");

        var delivery = await harness.DeliverAsync(builder);

        var kinds = Enum.GetValues<Poison>().Length;
        Assert.Equal([Outcome.Enriched, .. Enumerable.Repeat(Outcome.Quarantined, kinds), Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(kinds, delivery.Quarantined.Count);
        Assert.Null(delivery.Checkpoint);
    }

    [Theory]
    [InlineData(false, "b")]
    [InlineData(true, "d")] // Read into the event before, and so into the state.
    public async Task A_part_of_a_used_event_that_a_state_keeps_shows_in_the_next_delivery(bool keepsPart, string before)
    {
        var harness = new StrategyHarness(new WordStrategy(keepsPart));
        await harness.DeliverAsync("""{"type":"WORD","letters":["a"]}""", """{"type":"WORD","letters":["b"]}""");

        var next = await harness.DeliverAsync("""{"type":"WORD","letters":["c"]}""", """{"type":"WORD","letters":["d"]}""");

        Assert.Equal([before, "c"], next.Enrichments.Select(e => e.GetProperty("letters")[0].GetString()));
    }

    internal sealed record Visit(string City);

    internal sealed record City(string Name);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Visit))]
    [JsonSerializable(typeof(City))]
    [JsonSerializable(typeof(VisitCount))]
    [JsonSerializable(typeof(Word))]
    internal sealed partial class VisitJson : JsonSerializerContext;

    internal sealed record VisitCount(string? Name, int Visits);

    sealed class VisitStrategy() : EnrichmentStrategy<Visit, VisitCount>("visits", () => VisitJson.Default.Visit, () => VisitJson.Default.VisitCount)
    {
        static readonly LookUp<City> Cities = new("city", () => VisitJson.Default.City);

        public override IReadOnlyList<string> EventTypes => ["VISIT"];

        protected override void Plan(in Record<Visit> record, Plan plan)
        {
            plan.State($"CITY#{record.Event.City}");
            plan.LookUp(Cities, record.Event.City);
        }

        protected override EventInfo Describe(in Record<Visit> record) => new(Id: null, Time: null);

        protected override Enrichment Enrich(in Record<Visit> record, VisitCount? state, LookUps found, out VisitCount? next)
        {
            next = new VisitCount(found.Get(Cities, record.Event.City)?.Name, (state?.Visits ?? 0) + 1);
            return Enrichment.Of(next, VisitJson.Default.VisitCount);
        }
    }

    internal sealed record Word(List<string> Letters);

    /// <summary>Puts out the word before, which the state keeps: as a part of its event, or a copy as it must be.</summary>
    sealed class WordStrategy(bool keepsPart) : EnrichmentStrategy<Word, Word>("words", () => VisitJson.Default.Word, () => VisitJson.Default.Word)
    {
        public override IReadOnlyList<string> EventTypes => ["WORD"];

        protected override Word? TryRead(ReadOnlySpan<byte> json, Word? used, out string? type)
        {
            type = "WORD";
            var read = Decode(json);
            if (used is null)
                return read;
            used.Letters.Clear();
            used.Letters.AddRange(read.Letters);
            return used;
        }

        protected override void Plan(in Record<Word> record, Plan plan) => plan.State("WORD");

        protected override EventInfo Describe(in Record<Word> record) => new(Id: null, Time: null);

        protected override Enrichment Enrich(in Record<Word> record, Word? state, LookUps found, out Word? next)
        {
            next = keepsPart ? new Word(record.Event.Letters) : new Word([.. record.Event.Letters]);
            return Enrichment.Of(state ?? next, VisitJson.Default.Word);
        }
    }
}
