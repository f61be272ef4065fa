using System.Diagnostics;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A stage under way; it ends when it is disposed of.</summary>
readonly struct StageSpan(BatchMeter meter, Stage stage, long start, Activity? activity) : IDisposable
{
    public void Dispose()
    {
        meter.End(stage, start);
        activity?.Dispose();
    }
}
