using KinesisEnricher.Core.Kinesis.Compression;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Turns a batch's Kinesis records into user records, in event order: KPL aggregates are taken apart, payloads decompressed. One reader, one thread.
/// </summary>
/// <param name="batch">The records.</param>
/// <param name="maxPayloadBytes">
/// The most bytes that a user record may decompress to; one that would pass it is a fault, and is not decompressed any further.
/// </param>
public sealed class RecordExpander(KinesisBatch batch, int maxPayloadBytes = RecordExpander.DefaultMaxPayloadBytes) : IDisposable
{
    /// <summary>16 MiB.</summary>
    public const int DefaultMaxPayloadBytes = 16 * 1024 * 1024;

    /// <summary>So many times over may a user record be compressed.</summary>
    public const int MaxLayers = 3;

    readonly PayloadDecoder _payloads = new(maxPayloadBytes, MaxLayers);
    KplAggregate? _aggregate;
    int _next;

    /// <summary>Bytes decompressed since the last <see cref="ReleaseBuffers"/>, those of user records that turned out to be faulty or too large among them.</summary>
    public long DecompressedBytes => _payloads.DecompressedBytes;

    /// <summary>The next user record.</summary>
    /// <returns>False when there are no more.</returns>
    public bool TryRead(out ExpandedRecord record)
    {
        if (_aggregate is not null && _aggregate.TryRead(out var key, out var data))
        {
            record = Decoded(_next - 1, _aggregate.RecordsRead - 1, key, data);
            return true;
        }
        if (_next == batch.Count)
        {
            record = default;
            return false;
        }

        var index = _next++;
        ref readonly var parent = ref batch[index];
        if (parent.Fault is not null)
        {
            record = Whole(index, parent, parent.Fault);
            return true;
        }
        if (!KplAggregate.Matches(parent.Data.Span) || !(_aggregate ??= new()).TryOpen(parent.Data))
        {
            record = Decoded(index, 0, parent.PartitionKey, parent.Data);
            return true;
        }
        if (_aggregate.Fault is not null)
        {
            record = Whole(index, parent, _aggregate.Fault);
            return true;
        }
        if (_aggregate.TryRead(out key, out data))
        {
            record = Decoded(index, 0, key, data);
            return true;
        }
        record = Whole(index, parent, fault: null) with { Payload = default, IsEmptyAggregate = true };
        return true;
    }

    /// <summary>Gives back the buffers of the user records read so far: their payloads must not be used any more.</summary>
    public void ReleaseBuffers() => _payloads.Release();

    public void Dispose() => ReleaseBuffers();

    static ExpandedRecord Whole(int index, in KinesisRecord parent, Fault? fault) => new()
    {
        RecordIndex = index,
        SubSequence = 0,
        PartitionKey = parent.PartitionKey,
        Data = parent.Data,
        Payload = parent.Data,
        Fault = fault,
    };

    ExpandedRecord Decoded(int index, int subSequence, string partitionKey, ReadOnlyMemory<byte> data)
    {
        var fault = _payloads.Decode(data, out var payload);
        return new ExpandedRecord
        {
            RecordIndex = index,
            SubSequence = subSequence,
            PartitionKey = partitionKey,
            Data = data,
            Payload = payload,
            Fault = fault,
        };
    }
}
