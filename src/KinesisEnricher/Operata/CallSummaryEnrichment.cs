namespace KinesisEnricher.Operata;

/// <summary>What is added to a call's summary. A label whose measurement is not known is null.</summary>
sealed class CallSummaryEnrichment : OperataEnrichment
{
    readonly CallSummaryDetail _call;
    readonly MosLabel? _mos;
    readonly PacketLossLabel? _inbound;
    readonly PacketLossLabel? _outbound;
    readonly CallDurationLabel? _duration;
    readonly CallQuality? _quality;

    public CallSummaryEnrichment(OperataEvent e, CallSummaryDetail call) : base(e, "Call Summary")
    {
        var metrics = call.WebRtcSession?.Metrics;
        _call = call;
        _mos = OperataLabels.OfMos(metrics?.Mos?.Avg);
        _inbound = OperataLabels.OfPacketLoss(metrics?.Inbound?.PacketsLostPercentage);
        _outbound = OperataLabels.OfPacketLoss(metrics?.Outbound?.PacketsLostPercentage);
        _duration = OperataLabels.OfDuration(call.ServiceAgent?.Interaction?.TotalDurationSec);
        _quality = OperataLabels.Overall(_mos, _inbound, _outbound);
        Flags = CallFlags.Of(call);
    }

    public string? MosLabel => _mos is { } mos ? OperataLabels.TextOf(mos) : null;
    public string? InboundLossLabel => _inbound is { } loss ? OperataLabels.TextOf(loss) : null;
    public string? OutboundLossLabel => _outbound is { } loss ? OperataLabels.TextOf(loss) : null;
    public string? DurationLabel => _duration is { } duration ? OperataLabels.TextOf(duration) : null;

    /// <summary>Excellent, Good or Issues detected.</summary>
    public string? OverallQuality => _quality is { } quality ? OperataLabels.TextOf(quality) : null;

    /// <summary>The alert thresholds that the call passed, from <see cref="CallFlags"/>.</summary>
    public IReadOnlyList<string> Flags { get; }

    public override string ToLine()
    {
        var parts = new List<string>(4) { OverallQuality ?? "quality unknown" };
        if (OperataBlock.With(_call.WebRtcSession?.Metrics?.Mos?.Avg, "F2") is { } mos)
            parts.Add($"MOS {mos}");
        if (DurationLabel is not null)
            parts.Add(DurationLabel);
        if (Flags.Count > 0)
            parts.Add(string.Join(' ', Flags));
        return string.Join(" · ", parts);
    }

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Call Summary Details:");
        block.Field("  Direction", _call.Contact?.Direction);
        block.Field("  Ended By", _call.Contact?.EndedBy);
        block.Field("  Queue", _call.Contact?.QueueName);
        block.Field("  Caller ID", _call.Contact?.CallerId);
        if (_call.ServiceAgent is { FriendlyName: { Length: > 0 } name } agent)
            block.Field("  Agent", OperataBlock.Labelled(name, agent.Username));

        var interaction = _call.ServiceAgent?.Interaction;
        block.Field("  Duration", OperataBlock.Labelled(OperataBlock.Seconds(interaction?.TotalDurationSec), DurationLabel));
        block.Field("  Talk Time", OperataBlock.Seconds(interaction?.TalkingDurationSec));
        if (Measured.Of(interaction?.OnHoldDurationSec) > 0)
            block.Field("  Hold Time", OperataBlock.Seconds(interaction?.OnHoldDurationSec));

        var metrics = _call.WebRtcSession?.Metrics;
        block.Line("  Audio Quality:");
        block.Field("    Inbound Packet Loss", OperataBlock.Labelled(OperataBlock.Percent(metrics?.Inbound?.PacketsLostPercentage, 2), InboundLossLabel));
        block.Field("    Outbound Packet Loss", OperataBlock.Labelled(OperataBlock.Percent(metrics?.Outbound?.PacketsLostPercentage, 2), OutboundLossLabel));
        block.Field("    MOS Score", OperataBlock.Labelled(OperataBlock.With(metrics?.Mos?.Avg, "F2"), MosLabel));
        block.Field($"  {SignOf(_quality)}Overall Quality", OverallQuality);
    }

    static string SignOf(CallQuality? quality) => quality switch
    {
        null => "",
        CallQuality.IssuesDetected => "⚠️ ",
        _ => "✅ ",
    };
}
