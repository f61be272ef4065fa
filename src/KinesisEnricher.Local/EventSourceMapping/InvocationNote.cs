namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>One invocation of a function by a mapping.</summary>
/// <param name="ShardId">The shard.</param>
/// <param name="Lane">Which lane of the shard, from 0.</param>
/// <param name="Records">How many records were delivered.</param>
/// <param name="Attempt">Which delivery of them it was, from 1.</param>
/// <param name="Done">How many of them, from the first, are done now.</param>
/// <param name="Answer">What the function answered.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="IteratorAge">How old the last record was when it was delivered, as the metric IteratorAge has it.</param>
public sealed record InvocationNote(
    string ShardId, int Lane, int Records, int Attempt, int Done, FunctionAnswer Answer, TimeSpan Duration, TimeSpan IteratorAge);
