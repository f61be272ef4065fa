using System.Security.Cryptography;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Takes an aggregate of the Kinesis Producer Library apart, copying nothing (awslabs/amazon-kinesis-producer, aggregation-format.md): four magic bytes, the
/// protobuf message <c>AggregatedRecord</c>, its MD5. One object serves one aggregate after the other.
/// </summary>
/// <remarks>Explicit hash keys decide where a record is put, not what it is: they are passed over.</remarks>
sealed class KplAggregate
{
    const int PartitionKeyTable = (1 << 3) | ProtobufReader.LengthDelimited;
    const int Records = (3 << 3) | ProtobufReader.LengthDelimited;
    const int RecordPartitionKeyIndex = (1 << 3) | ProtobufReader.Varint;
    const int RecordData = (3 << 3) | ProtobufReader.LengthDelimited;

    readonly List<Range> _keys = [];
    readonly List<UserRecord> _records = [];
    readonly Utf8Interner _interner = new();
    ReadOnlyMemory<byte> _message;

    internal static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    /// <summary>Why the aggregate that was opened last cannot be taken apart without losing a record, or null.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The user records read of the aggregate that was opened last.</summary>
    public int RecordsRead { get; private set; }

    public static bool Matches(ReadOnlySpan<byte> data) => data.Length > Magic.Length + MD5.HashSizeInBytes && data.StartsWith(Magic);

    /// <summary>Begins an aggregate. It is gone through to its end before any record is given out, so that a damaged one is kept whole.</summary>
    /// <param name="data">Bytes that <see cref="Matches"/>; they must not change while this object is in use.</param>
    /// <returns>False when they are no aggregate after all: the digest is another, or they are not protobuf.</returns>
    public bool TryOpen(ReadOnlyMemory<byte> data)
    {
        _keys.Clear();
        _records.Clear();
        RecordsRead = 0;
        _message = data[Magic.Length..^MD5.HashSizeInBytes];

        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(_message.Span, digest);
        var isAggregate = digest.SequenceEqual(data.Span[^MD5.HashSizeInBytes..]) && TryParse(_message.Span);
        Fault = isAggregate ? FindFault() : null;
        if (!isAggregate || Fault is not null)
            _records.Clear();
        return isAggregate;
    }

    /// <summary>The next user record.</summary>
    /// <returns>False when there are no more.</returns>
    public bool TryRead(out string partitionKey, out ReadOnlyMemory<byte> data)
    {
        if (RecordsRead == _records.Count)
        {
            partitionKey = "";
            data = default;
            return false;
        }
        var record = _records[RecordsRead++];
        partitionKey = _interner.Get(_message[_keys[(int)record.KeyIndex!]]);
        data = _message[record.Data!.Value];
        return true;
    }

    bool TryParse(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var tag))
        {
            if (tag == PartitionKeyTable)
            {
                if (!reader.TryReadBytes(out var key))
                    return false;
                _keys.Add((reader.Position - key.Length)..reader.Position);
            }
            else if (tag == Records)
            {
                if (!reader.TryReadBytes(out var bytes) || !TryParseRecord(bytes, reader.Position - bytes.Length, out var record))
                    return false;
                _records.Add(record);
            }
            else if (!reader.TrySkip(tag))
            {
                return false;
            }
        }
        return reader.IsAtEnd;
    }

    static bool TryParseRecord(ReadOnlySpan<byte> message, int start, out UserRecord record)
    {
        record = default;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var tag))
        {
            if (tag == RecordPartitionKeyIndex)
            {
                if (!reader.TryReadVarint(out var index))
                    return false;
                record = record with { KeyIndex = index };
            }
            else if (tag == RecordData)
            {
                if (!reader.TryReadBytes(out var bytes))
                    return false;
                var end = start + reader.Position;
                record = record with { Data = (end - bytes.Length)..end };
            }
            else if (!reader.TrySkip(tag))
            {
                return false;
            }
        }
        return reader.IsAtEnd;
    }

    Fault? FindFault()
    {
        for (var i = 0; i < _records.Count; i++)
        {
            var (keyIndex, data) = _records[i];
            if (data is null)
                return new Fault(FaultReasons.Kpl, $"record {i} of the aggregate has no data");
            if (keyIndex is null)
                return new Fault(FaultReasons.Kpl, $"record {i} of the aggregate has no partition key index");
            if (keyIndex >= (ulong)_keys.Count)
                return new Fault(FaultReasons.Kpl, $"record {i} of the aggregate has partition key index {keyIndex}; the table has {_keys.Count} keys");
        }
        return null;
    }

    /// <summary>A field that is missing is null; where the data lie is counted from the message's first byte.</summary>
    readonly record struct UserRecord(ulong? KeyIndex, Range? Data);
}
