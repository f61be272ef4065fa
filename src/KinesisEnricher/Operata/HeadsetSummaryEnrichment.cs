namespace KinesisEnricher.Operata;

/// <summary>What is added to the summary of a headset's measurements.</summary>
sealed class HeadsetSummaryEnrichment(OperataEvent e, HeadsetSummaryDetail detail) : OperataEnrichment(e, "Headset Summary")
{
    const string OneDecimal = "F1";

    public override string ToLine() => detail.Headset?.ModelName is { Length: > 0 } model ? $"{FriendlyType} · {model}" : FriendlyType!;

    protected override void WriteDetails(OperataBlock block)
    {
        var interaction = detail.Contact?.Interaction;
        block.Line("Headset Summary Details:");
        block.Field("  Queue", detail.Contact?.QueueName);
        block.Field("  Duration", OperataBlock.Seconds(interaction?.TotalDurationSec));
        if (Measured.Of(interaction?.OnHoldDurationSec) > 0)
            block.Field("  Hold Time", OperataBlock.Seconds(interaction?.OnHoldDurationSec));

        var headset = detail.Headset;
        block.Line("  Headset:");
        block.Field("    Model", headset?.ModelName);
        block.Field("    Firmware", headset?.FirmwareVersion);
        block.Field("    Serial Number", headset?.SerialNumber);

        var speech = headset?.Metrics?.Speech;
        block.Line("  Speech:");
        block.Field("    Measured", OperataBlock.With(speech?.TotalSeconds, OneDecimal, " seconds"));
        block.Field("    Agent", Share(speech?.TxSpeechTotal, speech?.TxSpeechTotalPct));
        block.Field("    Customer", Share(speech?.RxSpeechTotal, speech?.RxSpeechTotalPct));
        block.Field("    Cross Talk", Share(speech?.CrossTalkTotal, speech?.CrossTalkTotalPct));
        block.Field("    Silence", Share(speech?.SilenceTotal, speech?.SilenceTotalPct));

        var metrics = headset?.Metrics;
        block.Line("  Sound:");
        block.Field("    Exposure", OperataBlock.With(metrics?.ExposureDb?.Avg, OneDecimal, " dB"));
        block.Field("    Background Noise", OperataBlock.With(metrics?.BackgroundNoiseDb?.Avg, OneDecimal, " dB"));
        block.Line("  Use:");
        block.Field("    Boom Arm Misaligned", Times(metrics?.MisalignedBoomArmCount));
        block.Field("    Muted", Times(metrics?.DeviceMuteCount));
        block.Field("    Volume Adjusted", Times(metrics?.DeviceVolumeAdjustCount));
    }

    static string? Share(double? seconds, double? percent) =>
        OperataBlock.Labelled(OperataBlock.With(seconds, OneDecimal, " seconds"), OperataBlock.Percent(percent, 1));

    static string? Times(double? count) => OperataBlock.With(count, "0.##", " times");
}
