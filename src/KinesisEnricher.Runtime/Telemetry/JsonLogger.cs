using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>
/// Logs lines of JSON: <c>timestamp</c> (RFC 3339, UTC), <c>level</c> (TRACE DEBUG INFO WARN ERROR FATAL), <c>message</c>, <c>logId</c>, the context, then the
/// message's own values under their names, those that are null left out.
/// </summary>
/// <param name="lines">Where lines go.</param>
/// <param name="minimum">The least important level that is logged.</param>
/// <param name="time">The clock.</param>
/// <param name="context">What every line says.</param>
public sealed class JsonLogger(LineWriter lines, LogLevel minimum, TimeProvider time, LogContext context) : ILogger
{
    const int MaxTextLength = 8 * 1024;

    public LogLevel Minimum => minimum;

    public TimeProvider Time => time;

    public LineWriter Lines => lines;

    public LogContext Context => context;

    /// <summary>
    /// True to log what exceptions say. By default only their types and stacks are logged: a message may quote an event, and so personal data.
    /// </summary>
    public bool ShowsExceptionMessages { get; init; }

    /// <summary>The same logger for one invocation.</summary>
    public JsonLogger For(string requestId) =>
        new(lines, minimum, time, context with { RequestId = requestId }) { ShowsExceptionMessages = ShowsExceptionMessages };

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    /// <summary>Scopes are not kept: what belongs to an invocation is in its logger, where no other invocation can meet it.</summary>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // As little as can be: this body is compiled anew for each message's type.
        if (IsEnabled(logLevel))
            Write(logLevel, eventId.Id, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception);
    }

    void Write(LogLevel level, int id, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception) =>
        lines.Write((Logger: this, level, id, message, values, exception), static (json, line) =>
        {
            line.Logger.WriteHead(json, line.level, line.id, line.message);
            for (var i = 0; i < line.values.Count; i++)
            {
                if (line.values[i] is { Value: { } value, Key: not "{OriginalFormat}" } member)
                    WriteMember(json, member.Key, value);
            }
            if (line.exception is { } exception)
                line.Logger.WriteException(json, exception);
        });

    void WriteHead(Utf8JsonWriter json, LogLevel level, int id, string message)
    {
        Span<byte> timestamp = stackalloc byte[32];
        time.GetUtcNow().UtcDateTime.TryFormat(timestamp, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("timestamp"u8, timestamp[..length]);
        json.WriteString("level"u8, LogLevels.NameOf(level));
        json.WriteString("message"u8, Short(message));
        if (id != 0)
            json.WriteNumber("logId"u8, id);
        if (context.RequestId is not null)
            json.WriteString("requestId"u8, context.RequestId);
        if (context.Function is not null)
            json.WriteString("function"u8, context.Function);
        if (context.Version is not null)
            json.WriteString("version"u8, context.Version);
    }

    static void WriteMember(Utf8JsonWriter json, string name, object value)
    {
        // Messages name their values in the manner of C#, lines in that of JSON.
        json.WritePropertyName(char.IsAsciiLetterUpper(name[0]) ? string.Concat([char.ToLowerInvariant(name[0])], name.AsSpan(1)) : name);
        switch (value)
        {
            case string text:
                json.WriteStringValue(Short(text));
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double:
                json.WriteNullValue(); // JSON has no word for it.
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                    json.WriteStringValue(Short(text));
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Short(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteString("errorType"u8, exception.GetType().Name);
        if (ShowsExceptionMessages)
            json.WriteString("errorMessage"u8, Short(exception.Message));
        json.WriteStartArray("stackTrace"u8);
        WriteFrames(json, exception);
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            json.WriteStringValue(ShowsExceptionMessages ? $"caused by {cause.GetType().Name}: {Short(cause.Message)}" : $"caused by {cause.GetType().Name}");
            WriteFrames(json, cause);
        }
        json.WriteEndArray();
    }

    static void WriteFrames(Utf8JsonWriter json, Exception exception)
    {
        foreach (var frame in (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            json.WriteStringValue(frame);
    }

    static string Short(string text) => text.Length <= MaxTextLength ? text : string.Concat(text.AsSpan(0, MaxTextLength), "…");
}
