namespace KinesisEnricher.Operata;

/// <summary>What an agent's headset measured over a call.</summary>
sealed record HeadsetSummaryDetail : OperataDetail
{
    public HeadsetContact? Contact { get; init; }
    public HeadsetDevice? Headset { get; init; }

    internal sealed record HeadsetContact
    {
        public string? QueueName { get; init; }
        public HeadsetInteraction? Interaction { get; init; }
    }

    internal sealed record HeadsetInteraction
    {
        public double? TotalDurationSec { get; init; }
        public double? OnHoldDurationSec { get; init; }
    }

    internal sealed record HeadsetDevice
    {
        public string? ModelName { get; init; }
        public string? FirmwareVersion { get; init; }
        public string? SerialNumber { get; init; }
        public HeadsetMetrics? Metrics { get; init; }
    }

    internal sealed record HeadsetMetrics
    {
        public HeadsetSpeech? Speech { get; init; }
        public Spread? ExposureDb { get; init; }
        public Spread? BackgroundNoiseDb { get; init; }
        public double? MisalignedBoomArmCount { get; init; }
        public double? DeviceMuteCount { get; init; }
        public double? DeviceVolumeAdjustCount { get; init; }
    }

    /// <summary>How much of the call was agent (tx), customer (rx), both and neither.</summary>
    internal sealed record HeadsetSpeech
    {
        public double? TotalSeconds { get; init; }
        public double? TxSpeechTotal { get; init; }
        public double? TxSpeechTotalPct { get; init; }
        public double? RxSpeechTotal { get; init; }
        public double? RxSpeechTotalPct { get; init; }
        public double? CrossTalkTotal { get; init; }
        public double? CrossTalkTotalPct { get; init; }
        public double? SilenceTotal { get; init; }
        public double? SilenceTotalPct { get; init; }
    }
}
