namespace KinesisEnricher.Hosting;

/// <summary><c>LOG_LEVEL</c>, else <c>AWS_LAMBDA_LOG_LEVEL</c>: the least important entries that are logged.</summary>
public enum LogLevel
{
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}
