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
}
