namespace KinesisEnricher.DynamoDb;

/// <summary>DynamoDB did not do what it was asked. The message says what was tried and, where that helps, which variable to set.</summary>
public class DynamoDbException(string message, Exception? inner = null) : Exception(message, inner);
