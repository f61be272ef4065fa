using System.Text;
using System.Text.Json;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

/// <summary>A log whose lines can be read.</summary>
sealed class LogLines
{
    readonly MemoryStream _stream = new();

    public LogLines(LogLevel minimum = LogLevel.Information, TimeProvider? time = null, bool showsExceptionMessages = false)
    {
        Writer = new LineWriter(_stream);
        Logger = new JsonLogger(Writer, minimum, time ?? TimeProvider.System, new LogContext("limits", "1.2.3", RequestId: null))
        {
            ShowsExceptionMessages = showsExceptionMessages,
        };
    }

    public LineWriter Writer { get; }

    public JsonLogger Logger { get; }

    /// <summary>Everything that was written.</summary>
    public string Text => Encoding.UTF8.GetString(_stream.ToArray());

    /// <summary>Every line, proven to be a JSON object on a line of its own.</summary>
    public IReadOnlyList<JsonElement> All
    {
        get
        {
            var text = Text;
            Assert.True(text.Length == 0 || text.EndsWith('\n'));
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        }
    }

    /// <summary>Log lines, without the documents of metrics.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. All.Where(line => !line.TryGetProperty("_aws", out _))];

    /// <summary>Documents of metrics.</summary>
    public IReadOnlyList<JsonElement> Documents => [.. All.Where(line => line.TryGetProperty("_aws", out _))];

    public IReadOnlyList<string> Messages => [.. Lines.Select(line => line.GetProperty("message").GetString()!)];
}
