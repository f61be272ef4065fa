namespace KinesisEnricher.Operata;

/// <summary>
/// Gives measurements their labels; lower bounds are inclusive. A measurement that is absent, below zero or no number has none. Labels are compared by rank,
/// never by spelling: Fair is better than Poor.
/// </summary>
static class OperataLabels
{
    public static MosLabel? OfMos(double? mos) => Measured.Of(mos) switch
    {
        null => null,
        >= 4.3 => MosLabel.Excellent,
        >= 4.0 => MosLabel.Good,
        >= 3.6 => MosLabel.Fair,
        >= 3.1 => MosLabel.Poor,
        _ => MosLabel.Bad,
    };

    /// <param name="percent">0 to 100.</param>
    public static PacketLossLabel? OfPacketLoss(double? percent) => Measured.Of(percent) switch
    {
        null => null,
        < 0.1 => PacketLossLabel.Minimal,
        < 1 => PacketLossLabel.Acceptable,
        < 3 => PacketLossLabel.Noticeable,
        < 5 => PacketLossLabel.High,
        _ => PacketLossLabel.Severe,
    };

    public static CallDurationLabel? OfDuration(double? seconds) => Measured.Of(seconds) switch
    {
        null => null,
        < 30 => CallDurationLabel.VeryShort,
        < 120 => CallDurationLabel.Short,
        < 600 => CallDurationLabel.Medium,
        < 1800 => CallDurationLabel.Long,
        _ => CallDurationLabel.VeryLong,
    };

    public static InsightsSeverity? OfInsights(double? count) => Measured.Of(count) switch
    {
        null => null,
        < 1 => InsightsSeverity.None,
        < 2 => InsightsSeverity.Low,
        < 3 => InsightsSeverity.Medium,
        _ => InsightsSeverity.High,
    };

    /// <summary>Any known measurement may tell of an issue; it takes all three to be excellent, and one to be told at all.</summary>
    public static CallQuality? Overall(MosLabel? mos, PacketLossLabel? inbound, PacketLossLabel? outbound)
    {
        if (mos is null && inbound is null && outbound is null)
            return null;
        if (mos >= MosLabel.Poor || inbound >= PacketLossLabel.Noticeable || outbound >= PacketLossLabel.Noticeable)
            return CallQuality.IssuesDetected;
        return (mos, inbound, outbound) is (MosLabel.Excellent, PacketLossLabel.Minimal, PacketLossLabel.Minimal) ? CallQuality.Excellent : CallQuality.Good;
    }

    public static string TextOf(MosLabel label) => label.ToString();

    public static string TextOf(PacketLossLabel label) => label.ToString();

    public static string TextOf(CallDurationLabel label) => label switch
    {
        CallDurationLabel.VeryShort => "Very Short",
        CallDurationLabel.VeryLong => "Very Long",
        _ => label.ToString(),
    };

    public static string TextOf(CallQuality quality) => quality == CallQuality.IssuesDetected ? "Issues detected" : quality.ToString();

    public static string TextOf(InsightsSeverity severity) => severity == InsightsSeverity.None ? "none" : severity.ToString();
}
