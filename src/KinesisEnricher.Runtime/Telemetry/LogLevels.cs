using KinesisEnricher.Runtime.Configuration;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>Log levels as Lambda's advanced logging controls spell them.</summary>
public static class LogLevels
{
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };

    /// <summary><c>LOG_LEVEL</c>, else <c>AWS_LAMBDA_LOG_LEVEL</c>, else <see cref="LogLevel.Information"/>.</summary>
    /// <exception cref="ConfigurationException">A value is not allowed.</exception>
    public static LogLevel Read(Settings settings) => Read(settings, "LOG_LEVEL", Read(settings, "AWS_LAMBDA_LOG_LEVEL", LogLevel.Information));

    static LogLevel Read(Settings settings, string variable, LogLevel fallback) => settings.OneOf(variable, fallback,
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warn", LogLevel.Warning), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error), ("fatal", LogLevel.Critical), ("critical", LogLevel.Critical));
}
