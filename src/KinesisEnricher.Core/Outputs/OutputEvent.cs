using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Outputs;

/// <summary>An enriched event, ready to be put out.</summary>
public sealed class OutputEvent
{
    /// <summary>CloudEvents <c>id</c>: the same for the same event, always.</summary>
    public required string Id { get; init; }

    /// <summary>The whole CloudEvent as one line of JSON, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The user's partition key: sinks keep order for it.</summary>
    public required string PartitionKey { get; init; }

    public required Shard Shard { get; init; }

    public required Position Position { get; init; }

    /// <summary>The enrichment as the strategy made it; <see cref="IReadable"/> ones can be shown to people.</summary>
    public required object Enrichment { get; init; }
}
