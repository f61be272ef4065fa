using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Testing;

/// <summary>Keeps what is put out, in the order of the calls; a redelivery's events come again.</summary>
public sealed class CollectingSink : IEventSink
{
    readonly List<OutputEvent> _events = [];

    public int MaxEventBytes { get; init; } = int.MaxValue;

    public IReadOnlyList<OutputEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_events)
            _events.AddRange(emission.Events.Select(Kept));
        emission.MarkAllTaken();
        return default;
    }

    // The pipeline may use an event's bytes again after the call.
    static OutputEvent Kept(OutputEvent output) => new()
    {
        Id = output.Id,
        Json = output.Json.ToArray(),
        PartitionKey = output.PartitionKey,
        Shard = output.Shard,
        Position = new(Core.Kinesis.SequenceNumber.Parse(output.Position.Sequence.ToString()), output.Position.SubSequence),
        Enrichment = output.Enrichment,
    };
}
