using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What folding made of a record: an event to put out, a fault to quarantine it for, or neither, for one that was applied already.</summary>
/// <param name="EventId">The <c>id</c> of the event to put out; null for none.</param>
/// <param name="Output">The event itself; null where the sink drops all.</param>
/// <param name="Fault">What the record is quarantined for.</param>
/// <param name="Reason">Why, for people.</param>
readonly record struct Effect(string? EventId, OutputEvent? Output, Fault? Fault, string? Reason)
{
    public static Effect PutOut(string id, OutputEvent? output, bool late) => new(id, output, null, late ? "late" : null);
    public static Effect Quarantine(Fault fault) => new(null, null, fault, fault.ToString());
    public static Effect Duplicate(string reason) => new(null, null, null, reason);

    public bool IsOutput => EventId is not null;
    public bool IsDuplicate => EventId is null && Fault is null;

    public Outcome Outcome => IsOutput ? Outcome.Enriched : Fault is not null ? Outcome.Quarantined : Outcome.Duplicate;
}
