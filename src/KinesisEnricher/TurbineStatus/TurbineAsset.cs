using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>What the reference data knows of a turbine.</summary>
sealed record TurbineAsset
{
    public WireValue AssetId { get; set; } = WireValue.Absent;
    public WireValue TurbineType { get; set; } = WireValue.Absent;

    /// <summary>True when it has the fields that everything else hangs on.</summary>
    public bool HasKeyFields() => !string.IsNullOrEmpty(AssetId.Text) && !string.IsNullOrEmpty(TurbineType.Text);
}
