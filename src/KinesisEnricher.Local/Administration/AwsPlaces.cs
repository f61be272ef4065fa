using Amazon.S3;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Local.Administration;

/// <summary>The table, streams and buckets that the environment names, for commands that work on them directly.</summary>
sealed class AwsPlaces
{
    readonly TimeProvider _time;

    /// <exception cref="ConfigurationException">A value is not allowed. The message names the variable, its value and what is allowed.</exception>
    public AwsPlaces(IReadOnlyDictionary<string, string> variables, TimeProvider time)
    {
        Options = EnricherOptions.From(variables);
        _time = time;
    }

    public EnricherOptions Options { get; }

    /// <exception cref="ConfigurationException"><c>AWS_TABLE_NAME</c> is not set.</exception>
    public string TableName => Options.TableName ?? throw new ConfigurationException("AWS_TABLE_NAME", null, "the name of the table that state and reference data lie in");

    public DynamoDbAdmin ConnectAdmin() => new(TableName, DynamoDbClients.Create(AccessTo(Options.Endpoints.DynamoDb)), _time);

    public DynamoDbStateStore ConnectState()
    {
        var access = AccessTo(Options.Endpoints.DynamoDb);
        return new DynamoDbStateStore(new DynamoDbTable(TableName, () => DynamoDbClients.Create(access)));
    }

    public KinesisClient ConnectKinesis() => new(AccessTo(Options.Endpoints.Kinesis));

    public AmazonS3Client ConnectS3() => S3Clients.Create(AccessTo(Options.Endpoints.S3));

    AwsAccess AccessTo(Uri? endpoint) => AwsAccess.From(Options.Variables, endpoint);
}
