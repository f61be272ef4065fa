using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Outputs;

/// <summary>A record that can never be handled, with all that is needed to look into it and to replay it.</summary>
public sealed class QuarantinedRecord
{
    public required Shard Shard { get; init; }

    public required Position Position { get; init; }

    /// <summary>The user's partition key.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The Kinesis record's partition key.</summary>
    public required string RecordPartitionKey { get; init; }

    public required DateTimeOffset? ArrivalTime { get; init; }

    /// <summary>The event type, or null where none could be found.</summary>
    public required string? Type { get; init; }

    /// <summary>Why, and what was wrong.</summary>
    public required Fault Fault { get; init; }

    /// <summary>The user record's bytes as the producer sent them; valid until the call that keeps them ends.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}
