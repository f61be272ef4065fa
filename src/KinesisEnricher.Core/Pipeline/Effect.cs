using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What folding made of a record: an event to put out, a fault to quarantine it for, or neither, for one that was applied already.</summary>
readonly record struct Effect(OutputEvent? Output, Fault? Fault, string? Reason)
{
    public static Effect PutOut(OutputEvent output, bool late) => new(output, null, late ? "late" : null);
    public static Effect Quarantine(Fault fault) => new(null, fault, fault.ToString());
    public static Effect Duplicate(string reason) => new(null, null, reason);

    public bool IsDuplicate => Output is null && Fault is null;

    public Outcome Outcome => Output is not null ? Outcome.Enriched : Fault is not null ? Outcome.Quarantined : Outcome.Duplicate;
}
