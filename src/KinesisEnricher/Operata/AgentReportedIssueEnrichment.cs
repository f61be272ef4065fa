using System.Text.Json.Serialization;

namespace KinesisEnricher.Operata;

/// <summary>What is added to an issue that an agent reported.</summary>
sealed record AgentReportedIssueEnrichment : OperataEnrichment
{
    [JsonIgnore]
    public required AgentReportedIssueDetail Issue { get; init; }

    public static AgentReportedIssueEnrichment Of(OperataEvent e, AgentReportedIssueDetail issue) =>
        new() { FriendlyType = "Agent Reported Issue", Event = e, Issue = issue };

    public override string ToLine() =>
        string.Join(" · ", new[] { Issue.Context?.Category, Issue.Context?.Severity }.Where(part => !string.IsNullOrEmpty(part)).Prepend(FriendlyType));

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Agent Reported Issue Details:");
        block.Field("  Agent", Issue.Agent);
        block.Field("  Issue ID", Issue.Id);
        block.Field("  State", Issue.State);
        block.Line("  Issue:");
        block.Field("    Category", Issue.Context?.Category);
        block.Field("    Cause", Issue.Context?.Cause);
        block.Field("    Scenario", Issue.Context?.Scenario);
        block.Field("    Severity", Issue.Context?.Severity);
        block.Field("    Message", Issue.Context?.Message);

        block.Line("  System:");
        block.Field("    CPU", Issue.System?.Cpu?.ModelName);
        block.Field("    CPU Used", OperataBlock.Percent(Issue.System?.Cpu?.UsedPercentage, 1));
        block.Field("    Memory Available", OperataBlock.With(Issue.System?.Memory?.Available, "F1", " GB"));
        block.Field("    Memory Total", OperataBlock.With(Issue.System?.Memory?.Total, "F1", " GB"));
        if (Issue.SoftphoneError is { Type: { Length: > 0 } type } error)
            block.Field("  Softphone Error", string.IsNullOrEmpty(error.Message) ? type : $"{type}: {error.Message}");
    }
}
