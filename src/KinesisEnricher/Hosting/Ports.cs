using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Hosting;

/// <summary>Makes the ports that the options ask for.</summary>
static class Ports
{
    /// <exception cref="ConfigurationException">The options ask for something that cannot be had.</exception>
    public static PipelinePorts Create(EnricherOptions options, StrategyRegistry registry) => new(
        StateOf(options), new RoutedLookUpSource(registry.Sources, ReferenceDataOf(options)), SinkOf(options), QuarantineOf(options));

    static InMemoryStateStore StateOf(EnricherOptions options) =>
        options.EnableDynamoDb ? throw NotInThisBuild("ENABLE_DYNAMO_DB", "true", "false") : new InMemoryStateStore();

    static MemoryLookUpSource ReferenceDataOf(EnricherOptions options)
    {
        if (options.Redis is { } redis)
            throw NotInThisBuild("REDIS_HOST", redis.Host, "no value");
        if (options.ReferenceFile is not { } path)
            return new MemoryLookUpSource();
        try
        {
            return ReferenceFile.Load(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ConfigurationException("REFERENCE_FILE", path, $"a readable file of reference data ({fault.Message})", fault);
        }
    }

    static IEventSink SinkOf(EnricherOptions options) => options.Output switch
    {
        OutputKind.Console => new ConsoleSink(Console.Out, options.ConsoleFormat),
        OutputKind.None => new NoneSink(),
        OutputKind.Kinesis => KinesisOf(options),
        _ => new S3Sink(BucketOf(options, options.OutputBucket!, "OUTPUT_BUCKET")),
    };

    static IQuarantine? QuarantineOf(EnricherOptions options) => options switch
    {
        { Poison: PoisonPolicy.Fail } => null,
        { QuarantineBucket: { } bucket } => new S3Quarantine(BucketOf(options, bucket, "QUARANTINE_BUCKET")),
        { QuarantinePath: { } path } => new FolderQuarantine(path),
        _ => null,
    };

    static KinesisSink KinesisOf(EnricherOptions options)
    {
        var access = AwsAccess.From(options.Variables, options.Endpoints.Kinesis);
        return new KinesisSink(() => new KinesisClient(access), options.OutputStreamName!);
    }

    static S3Bucket BucketOf(EnricherOptions options, string name, string variable)
    {
        var access = AwsAccess.From(options.Variables, options.Endpoints.S3);
        return new S3Bucket(() => S3Clients.Create(access), name, variable);
    }

    static ConfigurationException NotInThisBuild(string variable, string value, string allowed) => new(variable, value, $"{allowed} (it is not available in this build)");
}
