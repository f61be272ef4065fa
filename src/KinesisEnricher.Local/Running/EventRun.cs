using System.Buffers;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Running;

/// <summary>Runs the events of a command, one after the other, and reports on each.</summary>
/// <param name="deployment">What they are run with.</param>
/// <param name="report">Shows what became of them.</param>
/// <param name="keepState">True: each event finds the state that the one before it left.</param>
/// <param name="surroundings">The clock, and where warnings go.</param>
sealed class EventRun(Deployment deployment, IReport report, bool keepState, Surroundings surroundings) : IAsyncDisposable
{
    readonly long _start = surroundings.Time.GetTimestamp();
    Enricher? _enricher;
    RecordingSink? _sink;

    public Totals Totals { get; } = new();

    public async Task AddAsync(LambdaEvent lambdaEvent, CancellationToken cancellationToken)
    {
        var (enricher, sink) = await EnricherForNextAsync();
        var done = await HandleAsync(enricher, sink, lambdaEvent, cancellationToken);
        Totals.Add(done);
        report.Add(done);
    }

    /// <summary>After the last event; says nothing when there was none.</summary>
    public void End()
    {
        if (Totals.Files > 0)
            report.End(Totals, surroundings.Time.GetElapsedTime(_start));
    }

    public ValueTask DisposeAsync() => _enricher?.DisposeAsync() ?? default;

    async ValueTask<(Enricher, RecordingSink)> EnricherForNextAsync()
    {
        if (_enricher is null || !keepState)
        {
            var isFirst = _enricher is null;
            await DisposeAsync();
            _enricher = deployment.Create(out _sink);
            if (isFirst)
                Begin(_enricher);
        }
        return (_enricher, _sink!);
    }

    void Begin(Enricher enricher)
    {
        foreach (var warning in enricher.Warnings)
            surroundings.Error.WriteLine(warning);
        report.Begin(deployment.Summarize(enricher));
    }

    static async Task<EventReport> HandleAsync(Enricher enricher, RecordingSink sink, LambdaEvent lambdaEvent, CancellationToken cancellationToken)
    {
        var response = new ArrayBufferWriter<byte>();
        BatchResult? result;
        Exception? error = null;
        try
        {
            // A copy: base64 is decoded in place.
            result = await enricher.HandleAsync(lambdaEvent.Utf8.ToArray(), timeLeft: null, response, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // Whatever a handler throws is Lambda's to see, and so the report's.
        {
            error = e;
            result = (e as BatchFailedException)?.Result;
            response.ResetWrittenCount();
            ErrorResponse.Write(response, e);
        }
        var events = sink.TakeEvents();
        var outcomes = LinesOf(result, events);
        return new EventReport
        {
            Name = lambdaEvent.Name,
            Summary = lambdaEvent.Summary,
            Outcomes = outcomes,
            Events = events,
            Kept = outcomes.Count(line => line.Outcome == Outcome.Quarantined),
            Response = response.WrittenMemory,
            Statistics = result?.Statistics,
            Error = error,
        };
    }

    static IReadOnlyList<OutcomeLine> LinesOf(BatchResult? result, IReadOnlyList<OutputEvent> events)
    {
        if (result is null)
            return [];
        // The last of a record is the one that counts: a conflict may have put its event out again, corrected. Several records may share an id: producers put events twice.
        var byRecord = new Dictionary<(string Id, Position Position), OutputEvent>();
        foreach (var output in events)
            byRecord[(output.Id, output.Position)] = output;
        return
        [
            .. result.Outcomes.Select(o => new OutcomeLine(
                o.SequenceNumber.ToString(), o.SubSequence, o.PartitionKey, o.Type, o.Outcome, o.Reason,
                o.EventId is { } id ? byRecord.GetValueOrDefault((id, new Position(o.SequenceNumber, o.SubSequence))) : null)),
        ];
    }
}
