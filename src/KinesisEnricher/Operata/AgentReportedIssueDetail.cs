namespace KinesisEnricher.Operata;

/// <summary>An issue that an agent reported, with the state of the agent's machine.</summary>
sealed record AgentReportedIssueDetail : OperataDetail
{
    public string? Id { get; init; }
    public string? Agent { get; init; }
    public string? State { get; init; }
    public IssueContext? Context { get; init; }
    public IssueSystem? System { get; init; }
    public IssueError? SoftphoneError { get; init; }

    internal sealed record IssueContext
    {
        public string? Category { get; init; }
        public string? Cause { get; init; }
        public string? Message { get; init; }
        public string? Scenario { get; init; }
        public string? Severity { get; init; }
    }

    internal sealed record IssueSystem
    {
        public IssueCpu? Cpu { get; init; }
        public IssueMemory? Memory { get; init; }
    }

    internal sealed record IssueCpu
    {
        public string? ModelName { get; init; }
        public double? UsedPercentage { get; init; }
    }

    /// <summary>GB.</summary>
    internal sealed record IssueMemory
    {
        public double? Total { get; init; }
        public double? Available { get; init; }
    }

    internal sealed record IssueError
    {
        public string? Type { get; init; }
        public string? Message { get; init; }
    }
}
