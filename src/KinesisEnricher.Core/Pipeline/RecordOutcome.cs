using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>One user record and what became of it.</summary>
/// <param name="RecordIndex">Index of the Kinesis record in the batch.</param>
/// <param name="SubSequence">Place inside a KPL aggregate, 0 for a plain record.</param>
/// <param name="SequenceNumber">The Kinesis record's number; valid as long as the batch.</param>
/// <param name="PartitionKey">The user's partition key.</param>
/// <param name="Type">The event type, or null where none could be found.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why; null for an ordinary enriched record.</param>
/// <param name="EventId">The <c>id</c> of the event that was put out for it; null where none was.</param>
public readonly record struct RecordOutcome(
    int RecordIndex, int SubSequence, SequenceNumber SequenceNumber, string PartitionKey, string? Type, Outcome Outcome, string? Reason, string? EventId);
