using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Local.Running;

/// <summary>One user record and what became of it, kept beyond its batch.</summary>
/// <param name="SequenceNumber">The Kinesis record's number as the event gave it.</param>
/// <param name="SubSequence">Place inside a KPL aggregate, 0 for a plain record.</param>
/// <param name="PartitionKey">The user's partition key.</param>
/// <param name="Type">The event type; null where none could be found.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why; null for an ordinary enriched record.</param>
/// <param name="Event">The event that was put out for it; null where none was.</param>
sealed record OutcomeLine(
    string SequenceNumber, int SubSequence, string PartitionKey, string? Type, Outcome Outcome, string? Reason, OutputEvent? Event);
