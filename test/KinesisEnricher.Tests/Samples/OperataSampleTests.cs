using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.Samples;

public sealed class OperataSampleTests
{
    [Fact]
    public async Task The_file_shows_every_type_and_every_outcome_that_Operata_can_have()
    {
        var run = await SampleRun.OfAsync("operata.json");

        Assert.Equal(
            [
                ("CallSummary", Enriched, null),
                ("CallSummary", Enriched, null),
                ("CallSummary", Enriched, null),
                ("InsightsSummary", Enriched, null),
                ("InsightsSummary", Enriched, null),
                ("AgentReportedIssue", Enriched, null),
                ("HeadsetSummary", Enriched, null),
                ("EC2 Instance State-change Notification", Filtered, "source is not Operata"),
                ("HeartbeatWorkflow", Enriched, null),
                ("CallSummary", Duplicate, "twin of a record in the same delivery"),
                ("CallSummary", Enriched, null),
                ("CallSummary", Quarantined, "schema: detail.contact: the wrong kind of JSON value"),
            ],
            run.Outcomes.Select(o => (o.Type!, o.Outcome, o.Reason)));
        Assert.Equal(
            [
                "Excellent · MOS 4.50 · Medium",
                "Good · MOS 4.10 · Long · onHold",
                "Issues detected · MOS 3.40 · Short · onMute jitterVeryHigh lossVeryHigh",
                "severity High",
                "severity none",
                "Agent Reported Issue · Audio · Major",
                "Headset Summary · Example 65",
                "type unknown",
                "quality unknown",
            ],
            run.Lines);
        Assert.Equal("""{"batchItemFailures":[]}""", run.Response);
    }
}
