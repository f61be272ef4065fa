namespace KinesisEnricher.Hosting;

/// <summary>Addresses that stand in for AWS's own: <c>AWS_ENDPOINT_URL_DYNAMODB</c> and its like, else <c>AWS_ENDPOINT_URL</c>. Null is AWS's own.</summary>
public sealed record AwsEndpoints(Uri? DynamoDb, Uri? Kinesis, Uri? S3);
