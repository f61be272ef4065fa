namespace KinesisEnricher.Operata;

/// <summary>The vendor's alert thresholds. Of High and Very High only the worse one is raised; losses count in the worse direction.</summary>
static class CallFlags
{
    public const string OnHold = "onHold";
    public const string OnMute = "onMute";
    public const string JitterHigh = "jitterHigh";
    public const string JitterVeryHigh = "jitterVeryHigh";
    public const string LossHigh = "lossHigh";
    public const string LossVeryHigh = "lossVeryHigh";

    const double LongestPauseSec = 30;

    public static IReadOnlyList<string> Of(CallSummaryDetail call)
    {
        var interaction = call.ServiceAgent?.Interaction;
        var metrics = call.WebRtcSession?.Metrics;
        var jitter = Measured.Of(metrics?.Jitter?.Avg);
        var inbound = Measured.Of(metrics?.Inbound?.PacketsLostPercentage) ?? 0;
        var outbound = Measured.Of(metrics?.Outbound?.PacketsLostPercentage) ?? 0;

        var flags = new List<string>();
        if (Measured.Of(interaction?.OnHoldDurationSec) >= LongestPauseSec)
            flags.Add(OnHold);
        if (Measured.Of(interaction?.OnMuteDurationSec) >= LongestPauseSec)
            flags.Add(OnMute);
        if (jitter > 30)
            flags.Add(jitter > 60 ? JitterVeryHigh : JitterHigh);
        if (Math.Max(inbound, outbound) is > 1 and var loss)
            flags.Add(loss > 2.5 ? LossVeryHigh : LossHigh);
        return flags;
    }
}
