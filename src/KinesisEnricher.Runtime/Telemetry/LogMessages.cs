using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>What the runtime loop logs. Ids never change: alarms and queries depend on them.</summary>
static partial class LogMessages
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "invocation failed")]
    public static partial void InvocationFailed(this ILogger logger, Exception fault);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "invocation was not answered: {Problem}")]
    public static partial void AnswerRefused(this ILogger logger, string problem);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Critical, Message = "{Problem}")]
    public static partial void CannotRun(this ILogger logger, string problem);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Critical, Message = "start-up or loop failed: {Problem}")]
    public static partial void Crashed(this ILogger logger, string problem, Exception fault);
}
