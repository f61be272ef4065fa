using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Hosting;

/// <summary>Finds what a deployment most likely did not mean.</summary>
static class StartUpWarnings
{
    public static IReadOnlyList<string> For(EnricherOptions options, StrategyFactory strategies, PipelinePorts ports)
    {
        var warnings = new List<string>();
        if (options.InLambda && ports.Sink is NoneSink)
            warnings.Add("OUTPUT is none: enriched events go nowhere. Set OUTPUT to kinesis or s3.");
        if (options.InLambda && ports.Sink is ConsoleSink)
            warnings.Add("OUTPUT is console: enriched events, and the personal data in them, go to the function's log. Set OUTPUT to kinesis or s3.");
        if (options.InLambda && ports.State is InMemoryStateStore && strategies.Strategies.Any(strategy => strategy.HasState))
            warnings.Add("State is kept in memory and is lost with this instance. Set ENABLE_DYNAMO_DB to true, and AWS_TABLE_NAME.");
        if (options.Poison == PoisonPolicy.Quarantine && ports.Quarantine is null)
            warnings.Add("Quarantine is off, as if POISON were fail: it has no destination. Set QUARANTINE_BUCKET or QUARANTINE_PATH.");
        if (options.InLambda && Build.PackageSet != "nuget")
            warnings.Add($"This is a build with PackageSet={Build.PackageSet}, whose Amazon.Lambda types are stand-ins. Publish with -p:PackageSet=nuget.");
        return warnings;
    }
}
