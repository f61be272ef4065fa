namespace KinesisEnricher.Operata;

/// <summary>What is added to an issue that an agent reported.</summary>
sealed class AgentReportedIssueEnrichment(OperataEvent e, AgentReportedIssueDetail issue) : OperataEnrichment(e, "Agent Reported Issue")
{
    public override string ToLine() =>
        string.Join(" · ", new[] { issue.Context?.Category, issue.Context?.Severity }.Where(part => !string.IsNullOrEmpty(part)).Prepend(FriendlyType));

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Agent Reported Issue Details:");
        block.Field("  Agent", issue.Agent);
        block.Field("  Issue ID", issue.Id);
        block.Field("  State", issue.State);
        block.Line("  Issue:");
        block.Field("    Category", issue.Context?.Category);
        block.Field("    Cause", issue.Context?.Cause);
        block.Field("    Scenario", issue.Context?.Scenario);
        block.Field("    Severity", issue.Context?.Severity);
        block.Field("    Message", issue.Context?.Message);

        block.Line("  System:");
        block.Field("    CPU", issue.System?.Cpu?.ModelName);
        block.Field("    CPU Used", OperataBlock.Percent(issue.System?.Cpu?.UsedPercentage, 1));
        block.Field("    Memory Available", OperataBlock.With(issue.System?.Memory?.Available, "F1", " GB"));
        block.Field("    Memory Total", OperataBlock.With(issue.System?.Memory?.Total, "F1", " GB"));
        if (issue.SoftphoneError is { Type: { Length: > 0 } type } error)
            block.Field("  Softphone Error", string.IsNullOrEmpty(error.Message) ? type : $"{type}: {error.Message}");
    }
}
