using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A user record on its way through a chunk's stages.</summary>
sealed class WorkItem(int index, in ExpandedRecord record, KinesisBatch batch, string source)
{
    /// <summary>Place in the chunk.</summary>
    public int Index => index;

    readonly ExpandedRecord _record = record;

    public ref readonly ExpandedRecord Record => ref _record;
    public ref readonly KinesisRecord Parent => ref batch[_record.RecordIndex];

    /// <summary>Stream, shard and the Kinesis record's partition key: what marks are kept by.</summary>
    public string Source => source;

    public Position Position => new(Parent.SequenceNumber, _record.SubSequence);

    public string? Type { get; set; }
    public Strategy? Strategy { get; set; }
    public object? Event { get; set; }

    public Plan.PlannedLookUp[] LookUps { get; set; } = [];
    public Plan.PlannedState[] States { get; set; } = [];

    /// <summary>True when a failed look-up leaves it open which state items the event changes.</summary>
    public bool IsUndecided { get; set; }

    /// <summary>Why the record is poison, or null.</summary>
    public Fault? Fault { get; set; }

    /// <summary>What became of it; null while that is open.</summary>
    public Outcome? Outcome { get; private set; }
    public string? Reason { get; private set; }
    public string? EventId { get; set; }

    public bool DecidesStateByLookUp => Strategy is { DecidesStateByLookUp: true };

    /// <summary>True when the event changes state items, known ones or not.</summary>
    public bool HasState => States.Length > 0 || DecidesStateByLookUp;

    public Record<object> ToRecord() =>
        new(Event!, Type!, Record.PartitionKey, Parent.Shard, Position, Parent.ArrivalTime, Record.Payload);

    public void End(Outcome outcome, string? reason = null)
    {
        Outcome = outcome;
        Reason = reason;
    }

    public RecordOutcome ToOutcome() =>
        new(Record.RecordIndex, Record.SubSequence, Parent.SequenceNumber, Record.PartitionKey, Type, Outcome!.Value, Reason, EventId);
}
