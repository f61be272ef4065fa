using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A user record on its way through a chunk's stages. It is used again for one of the next chunk.</summary>
sealed class WorkItem
{
    ExpandedRecord _record;
    KinesisBatch _batch = KinesisBatch.Empty;
    Plan.PlannedState[] _spareStates = [];

    /// <summary>Place in the chunk.</summary>
    public int Index { get; private set; }

    public ref readonly ExpandedRecord Record => ref _record;
    public ref readonly KinesisRecord Parent => ref _batch[_record.RecordIndex];

    /// <summary>Stream, shard and the Kinesis record's partition key: what marks are kept by.</summary>
    public string Source { get; private set; } = "";

    public Position Position { get; private set; }

    public string? Type { get; set; }
    public Strategy? Strategy { get; set; }
    public object? Event { get; set; }

    /// <summary>The event of a record before, for the strategy that reads into it; null when there was none. Others' events are not held on to.</summary>
    public object? UsedEvent { get; private set; }

    /// <summary>True when the event was read into a used one, or is to be used again.</summary>
    public bool KeepsEvent { get; set; }

    public Plan.PlannedLookUp[] LookUps { get; set; } = [];
    public Plan.PlannedState[] States { get; private set; } = [];

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

    public void Begin(int index, in ExpandedRecord record, KinesisBatch batch, string source)
    {
        Index = index;
        _record = record;
        _batch = batch;
        Source = source;
        Position = new Position(Parent.SequenceNumber, record.SubSequence);
    }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        (_record, _batch, Source, Position) = (default, KinesisBatch.Empty, "", default);
        (UsedEvent, KeepsEvent) = (KeepsEvent ? Event : null, false);
        (Type, Strategy, Event, Fault) = (null, null, null, null);
        if (States.Length > 0)
            _spareStates = States;
        (LookUps, States, IsUndecided) = ([], [], false);
        (Outcome, Reason, EventId) = (null, null, null);
    }

    public void TakePlan(Plan plan)
    {
        LookUps = plan.TakeLookUps();
        States = plan.TakeStates(_spareStates);
    }

    /// <summary>The record is poison: what it planned is void.</summary>
    public void Break(Fault fault) => (Fault, LookUps, States) = (fault, [], []);

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
