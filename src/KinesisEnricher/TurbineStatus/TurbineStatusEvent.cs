using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>A turbine's signals at a moment, as they came; <see cref="TurbineStatusSchema"/> says what is allowed.</summary>
sealed record TurbineStatusEvent
{
    /// <summary>The vendor, in any case.</summary>
    public WireValue CustomerName { get; set; } = WireValue.Absent;

    /// <summary>The vendor's own id of the turbine.</summary>
    public WireValue CustomerAssetId { get; set; } = WireValue.Absent;

    public WireValue SourceSystem { get; set; } = WireValue.Absent;
    public WireValue SignalVersion { get; set; } = WireValue.Absent;

    /// <summary>When: <c>yyyy-MM-dd HH:mm:ss</c>, UTC.</summary>
    public WireValue Ts { get; set; } = WireValue.Absent;

    public TurbineSignals? Signals { get; set; }
}
