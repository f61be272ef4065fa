using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace KinesisEnricher.DynamoDb;

/// <summary>Words for what goes wrong with DynamoDB, for whoever has to put it right.</summary>
static class DynamoDbFaults
{
    public static DynamoDbException Explain(Exception fault, string table, IClientConfig config)
    {
        var place = $"table '{table}' at {PlaceOf(config)}";
        return fault switch
        {
            ResourceNotFoundException => Access($"There is no {place}. Create it, or set AWS_TABLE_NAME, AWS_REGION or AWS_ENDPOINT_URL_DYNAMODB."),
            AmazonDynamoDBException { ErrorCode: "ValidationException" } e when IsAboutKeys(e.Message) =>
                Access($"The {place} has other keys than expected: it needs the text partition key '{AttributeNames.Key}' and no sort key. Set AWS_TABLE_NAME to one that has. ({e.Message})"),
            AmazonDynamoDBException e when IsThrottle(e) => Access($"Throttled by the {place} ({e.ErrorCode})."),
            AmazonDynamoDBException e when IsRefusal(e) =>
                Access($"Not allowed to use the {place}: {e.ErrorCode}, {e.Message} Check the function's role, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."),
            AmazonDynamoDBException e => new DynamoDbException($"The {place} answered with {e.ErrorCode ?? e.StatusCode.ToString()}: {e.Message}", e),
            OperationCanceledException or TimeoutException => Access($"No answer in time from the {place}."),
            HttpRequestException e => Access($"No connection to the {place}: {e.Message} Check AWS_REGION and AWS_ENDPOINT_URL_DYNAMODB."),
            IOException e => Access($"The connection to the {place} was cut: {e.Message}"),
            AmazonClientException e when e.InnerException is HttpRequestException or IOException or OperationCanceledException or TimeoutException =>
                Explain(e.InnerException, table, config),
            AmazonClientException e when e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
                Access($"No credentials for the {place}: {e.Message} Give the function a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."),
            _ => new DynamoDbException($"The {place} could not be asked: {fault.Message}", fault),
        };

        DynamoDbAccessException Access(string message) => new(message, fault);
    }

    static string PlaceOf(IClientConfig config) => config.ServiceURL ?? config.RegionEndpoint?.SystemName ?? "an unknown region";

    static bool IsAboutKeys(string message) =>
        message.Contains("key element does not match", StringComparison.Ordinal) || message.Contains("Missing the key", StringComparison.Ordinal)
        || message.Contains("number of conditions on the keys", StringComparison.Ordinal) || message.Contains("Type mismatch for key", StringComparison.Ordinal);

    public static bool IsThrottle(AmazonDynamoDBException e) =>
        e is ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException || e.ErrorCode is "ThrottlingException" or "Throttling";

    static bool IsRefusal(AmazonDynamoDBException e) => e.ErrorCode is "UnrecognizedClientException" or "InvalidSignatureException" or "AccessDeniedException"
        or "MissingAuthenticationTokenException" or "ExpiredTokenException" or "IncompleteSignatureException" or "SignatureDoesNotMatch" or "InvalidClientTokenId";
}
