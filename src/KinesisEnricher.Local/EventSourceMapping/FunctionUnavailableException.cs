namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A function was not invoked: it is throttled, or cannot be reached. That is no attempt, and is tried again.</summary>
public sealed class FunctionUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
