using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Redis;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Hosting;

/// <summary>Makes the ports that the options ask for.</summary>
static class Ports
{
    /// <summary>The table of state and reference data, which nobody has connected to yet; null without DynamoDB.</summary>
    /// <exception cref="ConfigurationException">It is not known where it is.</exception>
    public static DynamoDbTable? TableOf(EnricherOptions options)
    {
        if (!options.EnableDynamoDb)
            return null;
        var access = AwsAccess.From(options.Variables, options.Endpoints.DynamoDb);
        return new DynamoDbTable(options.TableName!, () => DynamoDbClients.Create(access));
    }

    /// <param name="options">What the deployment chose.</param>
    /// <param name="table">The table of state and reference data; null without DynamoDB.</param>
    /// <param name="registry">The look-up sources that families brought.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told, in a sentence, what goes wrong without failing a record; null for nobody.</param>
    /// <exception cref="ConfigurationException">The options ask for something that cannot be had.</exception>
    public static PipelinePorts Create(EnricherOptions options, DynamoDbTable? table, StrategyRegistry registry, TimeProvider time, Action<string>? report) => new(
        table is null ? new InMemoryStateStore() : new DynamoDbStateStore(table),
        LookUpsOf(options, new RoutedLookUpSource(registry.Sources, ReferenceDataOf(options, table)), time, report),
        SinkOf(options),
        QuarantineOf(options));

    /// <summary>Caches in front of the sources, unless there are but memory and no Redis.</summary>
    static ILookUpSource LookUpsOf(EnricherOptions options, RoutedLookUpSource source, TimeProvider time, Action<string>? report)
    {
        if (options is { EnableDynamoDb: false, Redis: null })
            return source;
        var cache = new LookUpCacheOptions { Ttl = options.LookUpTtl };
        return new CachedLookUpSource(source, options.Redis is { } redis ? RedisOf(options, redis, cache, time, report) : null, cache, time);
    }

    static RedisLookUpCache RedisOf(EnricherOptions options, RedisOptions redis, LookUpCacheOptions cache, TimeProvider time, Action<string>? report) =>
        new(redis, RedisPassword.Of(redis, options.Variables), CachePrefixOf(options), cache, new RedisTimeouts(), time, report);

    /// <summary>What the deployment's keys in Redis begin with: two that share a server share entries only when they share a table, and the content of a reference file.</summary>
    internal static string CachePrefixOf(EnricherOptions options)
    {
        var prefix = $"enricher:{options.TableName ?? options.Stage ?? "reference"}";
        return options.ReferenceFile is { } path ? $"{prefix}:{HashOf(File.ReadAllBytes(path)):x16}" : prefix;
    }

    /// <summary>FNV-1a. Not SHA-256: to load OpenSSL takes a part of a cold start, and nobody gains by two files with one hash.</summary>
    static ulong HashOf(byte[] content)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in content)
            hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }

    /// <summary>The file's, and the table's where the file has nothing.</summary>
    static ILookUpSource ReferenceDataOf(EnricherOptions options, DynamoDbTable? table)
    {
        if (options.ReferenceFile is not { } path)
            return table is null ? new MemoryLookUpSource() : new DynamoDbLookUpSource(table);
        var file = Load(path);
        return table is null ? file : new OverlaidLookUpSource(file, new DynamoDbLookUpSource(table));
    }

    static MemoryLookUpSource Load(string path)
    {
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
}
