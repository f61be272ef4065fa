using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.UserLimits;

/// <summary>Applied numbers as a person can read them: <c>{"highest":12,"last":"1-9 12 10-11"}</c>.</summary>
sealed class AppliedNumbersConverter : JsonConverter<AppliedNumbers>
{
    public override AppliedNumbers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object is expected.");
        long? highest = null;
        var runs = new List<AppliedNumbers.Run>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("highest"u8))
            {
                reader.Read();
                highest = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("last"u8))
            {
                reader.Read();
                Read(reader.GetString(), runs);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return AppliedNumbers.From(highest, runs);
    }

    static void Read(ReadOnlySpan<char> text, List<AppliedNumbers.Run> runs)
    {
        foreach (var range in text.Split(' '))
        {
            var run = text[range];
            if (run.IsEmpty)
                continue;
            var dash = run.IndexOf('-');
            if (!long.TryParse(dash < 0 ? run : run[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                    || !long.TryParse(dash < 0 ? run : run[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                    || last < first)
                throw new JsonException($"'{run}' is not a run of numbers: 12, or 3-9, is expected.");
            runs.Add(new AppliedNumbers.Run(first, last));
        }
    }

    public override void Write(Utf8JsonWriter writer, AppliedNumbers value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Highest is { } highest)
            writer.WriteNumber("highest"u8, highest);
        writer.WriteString("last"u8, string.Join(' ', value.Runs.Select(ToText)));
        writer.WriteEndObject();
    }

    static string ToText(AppliedNumbers.Run run) => run.First == run.Last
        ? run.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{run.First}-{run.Last}");
}
