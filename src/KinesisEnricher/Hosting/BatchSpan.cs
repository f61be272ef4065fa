using System.Diagnostics;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Hosting;

/// <summary>The span of a batch, under the one that an agent has under way, else under the one that Lambda's X-Ray header names.</summary>
static class BatchSpan
{
    /// <returns>Null when nobody listens.</returns>
    public static Activity? Start(InvocationContext invocation)
    {
        if (!PipelineTracing.Source.HasListeners())
            return null;
        var parent = Activity.Current is null && XRayHeader.TryParse(invocation.TraceHeader, out var header) ? header : default;
        var span = PipelineTracing.Source.StartActivity("batch", ActivityKind.Consumer, parent);
        span?.SetTag("faas.invocation_id", invocation.RequestId).SetTag("messaging.system", "aws_kinesis");
        return span;
    }

    public static void Describe(Activity? span, BatchStatistics statistics)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        span.SetTag("messaging.batch.message_count", statistics.Received);
        foreach (var outcome in Enum.GetValues<Outcome>())
            span.SetTag($"enricher.{BatchLog.NameOf(outcome)}", statistics.Of(outcome));
    }
}
