using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads ISO 8601 text, and numbers as Unix seconds; whole numbers beyond the year 6968 in seconds as milliseconds.</summary>
public class DateTimeConverter : JsonConverter<DateTime>
{
    const long LargestSeconds = 157753180800;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var time))
            return time;
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var whole))
                return whole > LargestSeconds ? DateTime.UnixEpoch.AddMilliseconds(whole) : DateTime.UnixEpoch.AddSeconds(whole);
            if (reader.TryGetDouble(out var seconds))
                return DateTime.UnixEpoch.AddSeconds(seconds);
        }
        throw new JsonSerializerException($"Error parsing a date and time from a JSON {reader.TokenType}.");
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
