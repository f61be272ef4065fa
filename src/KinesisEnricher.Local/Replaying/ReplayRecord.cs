using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Local.Replaying;

/// <summary>A record that can be replayed.</summary>
/// <param name="Record">The record, with its identity and why it is where it is.</param>
/// <param name="Mark">Notes that it was replayed.</param>
/// <param name="IsMarked">True when it was replayed before.</param>
sealed record ReplayRecord(QuarantinedRecord Record, Func<CancellationToken, Task> Mark, bool IsMarked);
