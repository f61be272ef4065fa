using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Local.Running;

/// <summary>Notes what another sink takes, in order, repetitions included.</summary>
sealed class RecordingSink(IEventSink inner) : IEventSink, IAsyncDisposable
{
    readonly Lock _gate = new();
    List<OutputEvent> _events = [];

    public int MaxEventBytes => inner.MaxEventBytes;

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        try
        {
            await inner.EmitAsync(emission, cancellationToken);
        }
        finally
        {
            // A sink that throws may have taken some before.
            lock (_gate)
                _events.AddRange(emission.Events.Where((_, i) => emission.IsTaken(i)).Select(Kept));
        }
    }

    /// <summary>What was taken since the last call.</summary>
    public IReadOnlyList<OutputEvent> TakeEvents()
    {
        lock (_gate)
        {
            var events = _events;
            _events = [];
            return events;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        (inner as IDisposable)?.Dispose();
        return default;
    }

    /// <summary>The position refers to the bytes of the Lambda event, which do not outlive its run.</summary>
    static OutputEvent Kept(OutputEvent output) => new()
    {
        Id = output.Id,
        Json = output.Json.ToArray(),
        PartitionKey = output.PartitionKey,
        Shard = output.Shard,
        Position = new Position(new SequenceNumber(output.Position.Sequence.Text.ToArray()), output.Position.SubSequence),
        Enrichment = output.Enrichment,
    };
}
