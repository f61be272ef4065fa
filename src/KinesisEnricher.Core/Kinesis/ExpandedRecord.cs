namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// A user record: a plain Kinesis record, or one of the records inside a KPL aggregate, decompressed.
/// Its bytes live until the expander that made it is told to release them.
/// </summary>
public readonly struct ExpandedRecord
{
    /// <summary>Index of the Kinesis record in <see cref="KinesisBatch.Records"/>.</summary>
    public required int RecordIndex { get; init; }

    /// <summary>Place inside the KPL aggregate, from 0; 0 for a plain record.</summary>
    public required int SubSequence { get; init; }

    /// <summary>The key that the producer gave this record: from the aggregate's key table, else the Kinesis record's own.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The user record's bytes as the producer sent them, still compressed: what a quarantine keeps.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The decompressed bytes: what a strategy decodes. A UTF-8 byte order mark is cut off.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why this record cannot be read, or null.</summary>
    public Fault? Fault { get; init; }

    /// <summary>True for a KPL aggregate without records: there is nothing to do.</summary>
    public bool IsEmptyAggregate { get; init; }
}
