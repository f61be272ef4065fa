namespace KinesisEnricher.Core.Kinesis;

/// <summary>One record of the Lambda event, before KPL de-aggregation and decompression. Its bytes live as long as the <see cref="KinesisBatch"/>.</summary>
public struct KinesisRecord
{
    readonly long _arrival; // UTC ticks and one; 0 for none: a batch is a list of these, and a nullable time is three times as large.
    ReadOnlyMemory<byte> _data;
    Fault? _fault;

    public required Shard Shard { get; init; }

    public required SequenceNumber SequenceNumber { get; init; }

    /// <summary>The Kinesis record's partition key. Lambda keeps order for this key only; a KPL aggregate's user records have keys of their own.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The record's bytes, base64 decoded; for some faults what else there is to keep, see <see cref="FaultReasons"/>.</summary>
    public required ReadOnlyMemory<byte> Data { readonly get => _data; init => _data = value; }

    /// <summary><c>approximateArrivalTimestamp</c> in UTC, exact to the tick (100 ns); null when absent or unreadable.</summary>
    public DateTimeOffset? ArrivalTime
    {
        readonly get => _arrival == 0 ? null : new DateTimeOffset(_arrival - 1, TimeSpan.Zero);
        init => _arrival = value?.UtcTicks + 1 ?? 0;
    }

    /// <summary>Why this record cannot be read, or null. The other members hold what could be read.</summary>
    public Fault? Fault { readonly get => _fault; init => _fault = value; }

    internal void Take(ReadOnlyMemory<byte> data) => _data = data;

    internal void Break(ReadOnlyMemory<byte> data, Fault fault) => (_data, _fault) = (data, fault);
}
