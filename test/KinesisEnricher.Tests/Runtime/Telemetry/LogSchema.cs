using System.Globalization;
using System.Text.Json;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

/// <summary>What a log line must be for Lambda's advanced logging controls: a valid <c>level</c> and an RFC 3339 <c>timestamp</c>.</summary>
static class LogSchema
{
    static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    public static void Check(JsonElement line)
    {
        Assert.Equal(JsonValueKind.Object, line.ValueKind);
        var timestamp = line.GetProperty("timestamp").GetString()!;
        Assert.True(
            DateTimeOffset.TryParseExact(timestamp, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), timestamp);
        Assert.Contains(line.GetProperty("level").GetString(), Levels);
        Assert.NotEqual("", line.GetProperty("message").GetString());
        Assert.InRange(line.GetProperty("logId").GetInt32(), 1, int.MaxValue);
        Assert.Equal(JsonValueKind.String, line.GetProperty("function").ValueKind);
        Assert.Equal(JsonValueKind.String, line.GetProperty("version").ValueKind);
        var names = line.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.DoesNotContain(line.EnumerateObject(), member => member.Value.ValueKind == JsonValueKind.Null);
    }
}
