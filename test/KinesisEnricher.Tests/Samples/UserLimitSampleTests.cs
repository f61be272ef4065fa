using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.Samples;

public sealed class UserLimitSampleTests
{
    [Fact]
    public async Task The_limits_file_shows_lifecycles_a_duplicate_a_late_event_an_orphan_and_a_breach()
    {
        var run = await SampleRun.OfAsync("user-limits.json");

        Assert.Equal(
            [
                Enriched, Enriched, Enriched, Skipped, Enriched, Enriched, Enriched, Duplicate,
                Enriched, Enriched, Enriched, Skipped, Enriched, Enriched, Enriched, Enriched,
            ],
            run.Outcomes.Select(o => o.Outcome));
        Assert.Equal([9, 12], run.Outcomes.Where(o => o.Reason == "late").Select(o => o.RecordIndex));
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
            run.Lines);
    }

    [Fact]
    public async Task The_KPL_file_is_taken_apart_into_user_records()
    {
        var run = await SampleRun.OfAsync("user-limits-kpl.json");

        Assert.Equal([Enriched, Enriched, Enriched, Enriched, Enriched, Enriched, Skipped, Enriched, Skipped], run.Outcomes.Select(o => o.Outcome));
        Assert.Equal([0, 1, 2, 3, 0, 0, 1, 2, 0], run.Outcomes.Select(o => o.SubSequence));
        Assert.Equal("empty aggregate", run.Outcomes[^1].Reason);
    }

    [Fact]
    public async Task The_gzip_file_is_decompressed_several_members_included()
    {
        var run = await SampleRun.OfAsync("user-limits-gzip.json");

        Assert.All(run.Outcomes, o => Assert.Equal(Enriched, o.Outcome));
        Assert.Equal("remaining 5000.00 · used 0 % · reset 5250.00 (105 %), -250.00 unused", run.Lines.Last());
    }

    [Fact]
    public async Task The_poison_file_has_a_record_of_every_kind_between_two_good_ones()
    {
        var run = await SampleRun.OfAsync("poison.json");

        Assert.Equal([Enriched, .. Enumerable.Repeat(Quarantined, 12), Enriched], run.Outcomes.Select(o => o.Outcome));
        Assert.Equal("""{"batchItemFailures":[]}""", run.Response);
        Assert.Equal(
            ["base64", "gzip", "json", "json", "json", "json", "kpl", "schema", "schema", "schema", "sequence-number", "utf-8"],
            run.Quarantined.Select(record => record.Fault.Reason).Order(StringComparer.Ordinal));
    }
}
