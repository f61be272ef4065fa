namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// The whole event cannot be read: it is not JSON, or not a JSON object, or its <c>Records</c> is not a list. The message says which, and at which byte.
/// </summary>
public sealed class InvalidKinesisEventException(string message, Exception? inner = null) : Exception(message, inner);
