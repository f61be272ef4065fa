using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Hosting;

/// <summary>The metrics of each invocation, known by <c>Service</c> and <c>Stage</c> only: anything else would make a metric of its own per value.</summary>
sealed class BatchMetrics(EnricherOptions options, LineWriter lines, TimeProvider time)
{
    /// <summary>Where CloudWatch lists them.</summary>
    public const string Namespace = "KinesisEnricher";

    readonly MetricWriter _writer = new(
        lines, Namespace, [("Service", options.FunctionName ?? Namespace), ("Stage", options.Stage ?? "none")], options.LogLevel, time);

    public void Write(string requestId, InvocationFigures figures)
    {
        var statistics = figures.Statistics;
        _writer.Write(
            [
                Count("Received", statistics.Received),
                Count("Expanded", statistics.Expanded),
                Count("Enriched", statistics.Of(Outcome.Enriched)),
                Count("Filtered", statistics.Of(Outcome.Filtered)),
                Count("Skipped", statistics.Of(Outcome.Skipped)),
                Count("Duplicate", statistics.Of(Outcome.Duplicate)),
                Count("Late", statistics.Late),
                Count("Quarantined", statistics.Of(Outcome.Quarantined)),
                Count("Failed", statistics.Of(Outcome.Failed)),
                Count("Blocked", statistics.Of(Outcome.Blocked)),
                // No value where nobody knows the age: nought would hide a stream that has fallen behind.
                new Metric("IteratorAge", MetricUnit.Milliseconds, figures.IteratorAge is { } age ? [age.TotalMilliseconds] : []),
                new Metric("BatchTime", MetricUnit.Milliseconds, figures.Duration.TotalMilliseconds),
                Count("Chunks", statistics.Chunks),
                new Metric("LargestLaneShare", MetricUnit.Percent, statistics.LargestLaneShare * 100),
                Count("LookUpsFromMemory", statistics.LookUpsFromMemory),
                Count("LookUpsFromCache", statistics.LookUpsFromCache),
                Count("LookUpsFromSource", statistics.LookUpsFromSource),
                Count("RoundTrips", statistics.RoundTrips),
                Count("LookUpTrips", statistics.LookUpTrips),
                Count("StateReads", statistics.StateReads),
                Count("StateWrites", statistics.StateWrites),
                Count("SinkCalls", statistics.SinkCalls),
                Count("QuarantineCalls", statistics.QuarantineCalls),
                Count("Conflicts", statistics.Conflicts),
                Count("ColdStart", figures.IsCold ? 1 : 0),
            ],
            ("requestId", requestId), ("version", options.AppVersion ?? Build.Version));
    }

    static Metric Count(string name, int count) => new(name, MetricUnit.Count, count);
}
