using KinesisEnricher.Redis;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>The line that a function logs when it has started: what runs, and what its deployment may not have meant.</summary>
static class StartUpLine
{
    public static void Write(JsonLogger log, Enricher enricher)
    {
        var options = enricher.Options;
        log.Started(
            enricher.Warnings.Count == 0 ? LogLevel.Information : LogLevel.Warning, options.Stage, Build.PackageSet, enricher.Strategies.Families, StateOf(options),
            LookUpsOf(options), OutputOf(options), QuarantineOf(options), enricher.Warnings);
    }

    static string StateOf(EnricherOptions options) => options.EnableDynamoDb ? $"dynamodb {options.TableName}" : "memory";

    static string LookUpsOf(EnricherOptions options)
    {
        var layers = new List<string>(3);
        if (options.Redis is { } redis)
            layers.Add($"redis {redis} (client {RedisConfiguration.ClientVersion})");
        if (options.ReferenceFile is { } file)
            layers.Add(file);
        if (options.EnableDynamoDb)
            layers.Add($"dynamodb {options.TableName}");
        return layers.Count == 0 ? "none" : string.Join(" + ", layers);
    }

    static string OutputOf(EnricherOptions options) => options.Output switch
    {
        OutputKind.Console => "console",
        OutputKind.Kinesis => $"kinesis {options.OutputStreamName}",
        OutputKind.S3 => $"s3 {options.OutputBucket}",
        _ => "none",
    };

    static string QuarantineOf(EnricherOptions options) => options switch
    {
        { Poison: PoisonPolicy.Fail } => "off",
        { QuarantineBucket: { } bucket } => $"s3 {bucket}",
        { QuarantinePath: { } path } => path,
        _ => "off",
    };
}
