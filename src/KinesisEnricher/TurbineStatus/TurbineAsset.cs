using System.Text;
using System.Text.Json;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>What the reference data knows of a turbine.</summary>
sealed record TurbineAsset
{
    public WireValue AssetId { get; private set; } = WireValue.Absent;
    public WireValue TurbineType { get; private set; } = WireValue.Absent;

    /// <summary>Reads what was found for a turbine. Straight from the bytes, as its events are. What is no object has no fields.</summary>
    public static TurbineAsset Read(ReadOnlySpan<byte> json)
    {
        var asset = new TurbineAsset();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return asset;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            reader.Read();
            if (Ascii.EqualsIgnoreCase(name, "asset_id"u8))
                asset.AssetId = WireValueConverter.Read(ref reader);
            else if (Ascii.EqualsIgnoreCase(name, "turbine_type"u8))
                asset.TurbineType = WireValueConverter.Read(ref reader);
            else
                reader.Skip();
        }
        return asset;
    }

    /// <summary>True when it has the fields that everything else hangs on.</summary>
    public bool HasKeyFields() => !string.IsNullOrEmpty(AssetId.Text) && !string.IsNullOrEmpty(TurbineType.Text);
}
