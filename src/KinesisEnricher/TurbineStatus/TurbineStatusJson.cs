using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = true,
    Converters = [typeof(WireValueConverter), typeof(TurbineSignalsConverter)])]
[JsonSerializable(typeof(TurbineStatusEvent))]
[JsonSerializable(typeof(TurbineState))]
sealed partial class TurbineStatusJson : JsonSerializerContext;
