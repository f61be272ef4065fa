namespace KinesisEnricher.Operata;

/// <summary>A call after its end.</summary>
sealed record CallSummaryDetail : OperataDetail
{
    public CallContact? Contact { get; init; }
    public CallSession? WebRtcSession { get; init; }
    public CallAgent? ServiceAgent { get; init; }

    internal sealed record CallContact
    {
        public string? Direction { get; init; }
        public string? EndedBy { get; init; }
        public string? QueueName { get; init; }

        /// <summary>A person's number. It is seen as <c>callerID</c> too.</summary>
        public string? CallerId { get; init; }
    }

    internal sealed record CallSession
    {
        public CallMetrics? Metrics { get; init; }
    }

    internal sealed record CallMetrics
    {
        public StreamMetrics? Inbound { get; init; }
        public StreamMetrics? Outbound { get; init; }
        public Spread? Jitter { get; init; }
        public Spread? Mos { get; init; }
    }

    internal sealed record StreamMetrics
    {
        public double? PacketsLostPercentage { get; init; }
    }

    internal sealed record CallAgent
    {
        public string? Username { get; init; }
        public string? FriendlyName { get; init; }
        public CallInteraction? Interaction { get; init; }
    }

    internal sealed record CallInteraction
    {
        public double? TotalDurationSec { get; init; }
        public double? OnHoldDurationSec { get; init; }
        public double? TalkingDurationSec { get; init; }
        public double? OnMuteDurationSec { get; init; }
    }
}
