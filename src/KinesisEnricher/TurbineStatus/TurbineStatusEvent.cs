using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>A turbine's signals at a moment, as they came; <see cref="TurbineStatusSchema"/> says what is allowed.</summary>
sealed record TurbineStatusEvent
{
    /// <summary>The vendor, in any case.</summary>
    public WireValue CustomerName { get; init; }

    /// <summary>The vendor's own id of the turbine.</summary>
    public WireValue CustomerAssetId { get; init; }

    public WireValue SourceSystem { get; init; }
    public WireValue SignalVersion { get; init; }

    /// <summary>When: <c>yyyy-MM-dd HH:mm:ss</c>, UTC.</summary>
    public WireValue Ts { get; init; }

    public TurbineSignals? Signals { get; init; }
}
