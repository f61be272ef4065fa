namespace KinesisEnricher.Local;

/// <summary>The command cannot be done as it was asked for: exit code 2, with this message on standard error.</summary>
sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
