namespace KinesisEnricher.DynamoDb;

/// <summary>
/// The table as such is not to be had: it is not there or has other keys, the function may not use it or cannot reach it, or it is throttled. The message is
/// about the deployment alone and never quotes an item, so that it can be logged.
/// </summary>
public sealed class DynamoDbAccessException(string message, Exception inner) : DynamoDbException(message, inner);
