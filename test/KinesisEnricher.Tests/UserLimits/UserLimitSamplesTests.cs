using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.UserLimits;
using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.UserLimits;

/// <summary>The files of <c>events/</c> show what they are said to show.</summary>
public sealed class UserLimitSamplesTests
{
    readonly CollectingSink _sink = new();
    readonly CollectingQuarantine _quarantine = new();

    [Fact]
    public async Task The_limits_file_shows_lifecycles_a_duplicate_a_late_event_an_orphan_and_a_breach()
    {
        var result = await HandleAsync("user-limits.json");

        Assert.Equal(
            [
                Enriched, Enriched, Enriched, Skipped, Enriched, Enriched, Enriched, Duplicate,
                Enriched, Enriched, Enriched, Skipped, Enriched, Enriched, Enriched, Enriched,
            ],
            result.Outcomes.Select(o => o.Outcome));
        Assert.Equal([9, 12], result.Outcomes.Where(o => o.Reason == "late").Select(o => o.RecordIndex));
        Assert.Equal(
            [
                "remaining 2500.00 · used 0 %",
                "remaining 7200.00 · used 0 %",
                "remaining 2450.01 · used 2 %",
                "remaining 5400.00 · used 25 %",
                "remaining 100.00 · used 0 %",
                "remaining 2250.00 · used 10 %",
                "remaining -20.50 · used 120.5 % · breached",
                "remaining 80.00 · used 20 %",
                "progress 99.50 · limit unknown",
                "remaining 250.00 · used 0 %",
                "remaining 2500.00 · used 0 % · reset 250.00 (10 %), 2250.00 unused",
                "remaining 100.00 · used 60 %",
                "remaining 100.00 · used 0 % · reset 120.50 (120.5 %), -20.50 unused",
            ],
            Lines());
    }

    [Fact]
    public async Task The_KPL_file_is_taken_apart_into_user_records()
    {
        var result = await HandleAsync("user-limits-kpl.json");

        Assert.Equal([Enriched, Enriched, Enriched, Enriched, Enriched, Enriched, Skipped, Enriched, Skipped], result.Outcomes.Select(o => o.Outcome));
        Assert.Equal([0, 1, 2, 3, 0, 0, 1, 2, 0], result.Outcomes.Select(o => o.SubSequence));
        Assert.Equal("empty aggregate", result.Outcomes[^1].Reason);
    }

    [Fact]
    public async Task The_gzip_file_is_decompressed_several_members_included()
    {
        var result = await HandleAsync("user-limits-gzip.json");

        Assert.All(result.Outcomes, o => Assert.Equal(Enriched, o.Outcome));
        Assert.Equal("remaining 5000.00 · used 0 % · reset 5250.00 (105 %), -250.00 unused", Lines()[^1]);
    }

    [Fact]
    public async Task The_poison_file_has_a_record_of_every_kind_between_two_good_ones()
    {
        var result = await HandleAsync("poison.json");

        Assert.Equal([Enriched, .. Enumerable.Repeat(Quarantined, 12), Enriched], result.Outcomes.Select(o => o.Outcome));
        Assert.Null(result.Checkpoint);
        Assert.Equal(
            ["base64", "gzip", "json", "json", "json", "json", "kpl", "schema", "schema", "schema", "sequence-number", "utf-8"],
            _quarantine.Records.Select(record => record.Fault.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_reference_file_can_be_read() => Assert.NotEqual(0, ReferenceFile.Load(PathOf("reference.json")).Count);

    async Task<BatchResult> HandleAsync(string file)
    {
        var strategies = new StrategyFactory(new StrategyRegistry().AddStrategy<UserLimitsStrategy>());
        var ports = new PipelinePorts(new InMemoryStateStore(), new MemoryLookUpSource(), _sink, _quarantine);
        var processor = new BatchProcessor(strategies, ports, new PipelineOptions(), new ManualTimeProvider(), () => 0.5);
        return await processor.ProcessAsync(KinesisEventReader.Read(await File.ReadAllBytesAsync(PathOf(file))), timeLeft: null);
    }

    /// <summary>By position: lanes may go out in any order.</summary>
    List<string> Lines() => [.. _sink.Events.OrderBy(e => e.Position).Select(e => ((IReadable)e.Enrichment).ToLine())];

    static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KinesisEnricher.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        return Path.Combine(folder.FullName, "events", file);
    }
}
