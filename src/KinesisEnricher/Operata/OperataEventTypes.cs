namespace KinesisEnricher.Operata;

/// <summary>The values of <c>detail-type</c> that are known.</summary>
static class OperataEventTypes
{
    public const string CallSummary = "CallSummary";
    public const string InsightsSummary = "InsightsSummary";
    public const string AgentReportedIssue = "AgentReportedIssue";
    public const string HeadsetSummary = "HeadsetSummary";
}
