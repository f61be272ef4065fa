using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.TurbineStatus;

/// <summary>The latest known status of a turbine. It can be set, because the serializer takes long to learn how to make an object that cannot.</summary>
sealed record TurbineState
{
    [JsonRequired]
    public string AssetId { get; set; } = "";

    /// <summary>One of <see cref="TurbineStatusCodes"/>.</summary>
    [JsonRequired]
    public string StatusCode { get; set; } = "";

    /// <summary>Since when it is known, as the event wrote it: <c>yyyy-MM-dd HH:mm:ss</c>, UTC.</summary>
    [JsonRequired]
    public string Ts { get; set; } = "";

    /// <summary>Writes it as the serializer does, which a cold start would take long to set up.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("asset_id"u8, AssetId);
        writer.WriteString("status_code"u8, StatusCode);
        writer.WriteString("ts"u8, Ts);
        writer.WriteEndObject();
    }
}
