using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>Reads signals, and anything else in their place. Nothing writes them.</summary>
sealed class TurbineSignalsConverter : JsonConverter<TurbineSignals>
{
    public override TurbineSignals Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static TurbineSignals Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return new TurbineSignals(WireValueConverter.Read(ref reader).Kind, []);
        var values = new List<KeyValuePair<string, WireValue>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            values.Add(new(name, WireValueConverter.Read(ref reader)));
        }
        return new TurbineSignals(JsonValueKind.Object, values);
    }

    public override void Write(Utf8JsonWriter writer, TurbineSignals value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Signals are only read.");
}
