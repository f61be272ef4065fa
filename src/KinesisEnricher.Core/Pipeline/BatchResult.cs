using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What became of a batch. To dispose of it is to give its lists, and those of the batch, back for the next one; one that is kept stays as it is.</summary>
/// <param name="Outcomes">One per user record, in event order.</param>
/// <param name="Checkpoint">The lowest sequence number without a final outcome: Lambda delivers from it on again. Null when every record is final.</param>
public sealed record BatchResult(IReadOnlyList<RecordOutcome> Outcomes, SequenceNumber? Checkpoint) : IDisposable
{
    public static BatchResult Empty { get; } = new([], null);

    /// <summary>The batch itself.</summary>
    public IReadOnlyList<KinesisRecord> Records { get; init; } = [];

    /// <summary>What it took.</summary>
    public BatchStatistics Statistics { get; init; } = BatchStatistics.Empty;

    internal Loan? Room { get; init; }

    /// <summary>Ends the use of the lists, and of every record and outcome in them.</summary>
    public void Dispose() => Room?.GiveBack();
}
