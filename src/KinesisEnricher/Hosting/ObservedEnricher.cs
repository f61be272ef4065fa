using System.Buffers;
using System.Diagnostics;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Hosting;

/// <summary>
/// The enricher with log lines, metrics and a span around each invocation: what both ways into Lambda call. All is written before the answer is given, and what
/// belongs to an invocation is kept with it alone. Safe for concurrent use.
/// </summary>
sealed class ObservedEnricher(Enricher enricher, JsonLogger log, TimeProvider time) : IAsyncDisposable
{
    readonly BatchLog _batchLog = new(enricher.Options.MaskPersonalData);
    readonly BatchMetrics _metrics = new(enricher.Options, log.Lines, time);
    int _invocations;

    /// <inheritdoc cref="Enricher.HandleAsync"/>
    public Task HandleAsync(Memory<byte> utf8Event, InvocationContext invocation, IBufferWriter<byte> response) =>
        ObserveAsync(invocation, () => enricher.HandleAsync(utf8Event, invocation.TimeLeft, response), isLastUser: true);

    /// <inheritdoc cref="Enricher.ProcessAsync"/>
    public Task<BatchResult> ProcessAsync(KinesisBatch batch, InvocationContext invocation) =>
        ObserveAsync(invocation, () => enricher.ProcessAsync(batch, invocation.TimeLeft));

    public ValueTask DisposeAsync() => enricher.DisposeAsync();

    /// <param name="invocation">What is handled.</param>
    /// <param name="handle">Handles it.</param>
    /// <param name="isLastUser">True when nobody needs the result afterwards: it is disposed of.</param>
    async Task<BatchResult> ObserveAsync(InvocationContext invocation, Func<Task<BatchResult>> handle, bool isLastUser = false)
    {
        var logger = log.For(invocation.RequestId);
        var isCold = Interlocked.Increment(ref _invocations) == 1;
        var arrived = time.GetUtcNow();
        var start = time.GetTimestamp();
        using var span = BatchSpan.Start(invocation);
        BatchResult? result = null;
        try
        {
            return result = await handle();
        }
        catch (Exception fault)
        {
            result = (fault as BatchFailedException)?.Result;
            if (fault is InvalidKinesisEventException)
                logger.EventRefused(fault.Message);
            span?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
            throw;
        }
        finally
        {
            var figures = InvocationFigures.Of(result, arrived, time.GetElapsedTime(start), isCold);
            BatchSpan.Describe(span, figures.Statistics);
            _batchLog.Write(logger, result, figures);
            _metrics.Write(invocation.RequestId, figures);
            if (isLastUser)
                result?.Dispose();
        }
    }
}
