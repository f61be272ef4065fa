using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.Samples;

public sealed class TurbineStatusSampleTests
{
    [Fact]
    public async Task The_file_shows_every_outcome_that_turbine_status_can_have()
    {
        var run = await SampleRun.OfAsync("turbine-status.json");

        Assert.Equal(
            [
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Filtered, "202: vendor not configured"),
                (Filtered, "202: signal VMP absent"),
                (Duplicate, "twin of a record in the same delivery"),
                (Enriched, "late"),
                (Enriched, null),
                (Enriched, null),
                (Quarantined, "101: customer_name: required"),
                (Quarantined, "102: ts: yyyy-MM-dd HH:mm:ss is expected, not '01/01/2026 06:12'"),
                (Quarantined, "201: no asset 'vestas:WTG-55'"),
                (Quarantined, "203: asset 'vestas:WTG-99' needs both asset_id and turbine_type"),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
            ],
            run.Outcomes.Select(o => (o.Outcome, o.Reason)));
        Assert.Equal(
            [
                "A-1017 · operating",
                "A-2003 · operating",
                "A-1018 · operating",
                "A-1017 · error or stopped · was operating",
                "A-1017 · operating",
                "A-2003 · error or stopped · was operating",
                "A-1017 · error or stopped",
                "A-1018 · communication lost · was operating",
                "A-1018 · unknown · was communication lost",
                "A-1017 · operating · was error or stopped",
            ],
            run.Lines);
        Assert.Equal("""{"batchItemFailures":[]}""", run.Response);
    }
}
