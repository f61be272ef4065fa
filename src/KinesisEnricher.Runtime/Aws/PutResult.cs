namespace KinesisEnricher.Runtime.Aws;

/// <summary>What became of one record of a PutRecords call: it was taken and has a place, or it failed and has an error.</summary>
/// <param name="ShardId">The shard that has it; null when it failed.</param>
/// <param name="SequenceNumber">Its place there; null when it failed.</param>
/// <param name="ErrorCode">Such as <c>ProvisionedThroughputExceededException</c>; null when it was taken.</param>
/// <param name="ErrorMessage">In words; null when it was taken.</param>
public readonly record struct PutResult(string? ShardId, string? SequenceNumber, string? ErrorCode, string? ErrorMessage)
{
    public bool IsTaken => ErrorCode is null;
}
