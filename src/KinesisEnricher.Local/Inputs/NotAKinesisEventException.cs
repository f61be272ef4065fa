namespace KinesisEnricher.Local.Inputs;

/// <summary>Well-formed JSON that no Kinesis event source mapping sends. The message says by what that was seen.</summary>
sealed class NotAKinesisEventException(string message) : Exception(message);
