using System.Text.Json;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Tests.Runtime.Telemetry;

namespace KinesisEnricher.Tests.Readme;

/// <summary>What the function writes of an invocation as metrics.</summary>
static class WrittenMetrics
{
    static readonly JsonElement Document = Write();

    public static IReadOnlyCollection<string> Names { get; } = MetricSchema.MetricsOf(Document).Keys;

    public static IReadOnlyList<string> Dimensions { get; } =
        [.. Document.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Dimensions")[0].EnumerateArray().Select(name => name.GetString()!)];

    static JsonElement Write()
    {
        var log = new LogLines();
        new BatchMetrics(EnricherOptions.From(new Dictionary<string, string>()), log.Writer, TimeProvider.System)
            .Write("r-1", new InvocationFigures(BatchStatistics.Empty, IteratorAge: TimeSpan.Zero, Duration: TimeSpan.Zero, IsCold: true));
        return Assert.Single(log.Documents);
    }
}
