using System.Text.Json;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>
/// Reads events straight from their bytes: the serializer takes a good part of a cold start to learn what they look like. Whatever is out of the ordinary (an
/// escape in a name, a name in another case, what is not JSON) it leaves to the serializer, which takes more and says what is wrong.
/// </summary>
static class TurbineStatusReader
{
    static readonly string[] Members = ["customer_name", "customer_asset_id", "source_system", "signal_version", "ts", "signals"];

    /// <returns>The event, or null when the serializer must read it.</returns>
    public static TurbineStatusEvent? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter of text that is not UTF-8.
        {
            return null;
        }
    }

    static TurbineStatusEvent? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        var read = new TurbineStatusEvent();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return null;
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("customer_name"u8))
                read.CustomerName = WireValueConverter.Read(ref reader);
            else if (name.SequenceEqual("customer_asset_id"u8))
                read.CustomerAssetId = WireValueConverter.Read(ref reader);
            else if (name.SequenceEqual("source_system"u8))
                read.SourceSystem = WireValueConverter.Read(ref reader);
            else if (name.SequenceEqual("signal_version"u8))
                read.SignalVersion = WireValueConverter.Read(ref reader);
            else if (name.SequenceEqual("ts"u8))
                read.Ts = WireValueConverter.Read(ref reader);
            else if (name.SequenceEqual("signals"u8))
                read.Signals = reader.TokenType == JsonTokenType.Null ? null : TurbineSignalsConverter.Read(ref reader);
            else if (!WireFields.TrySkip(ref reader, name, Members))
                return null;
        }
        reader.Read(); // Nothing may follow.
        return read;
    }
}
