using System.Security.Cryptography;
using System.Text;

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

    readonly List<Key> _keys = [];
    readonly Utf8Interner _interner = new();
    ReadOnlyMemory<byte> _message;
    int _position;

    internal static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    /// <summary>Why the aggregate that was opened last cannot be taken apart without losing a record, or null.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The user records read of the aggregate that was opened last.</summary>
    public int RecordsRead { get; private set; }

    public static bool Matches(ReadOnlySpan<byte> data) => data.Length > Magic.Length + MD5.HashSizeInBytes && data.StartsWith(Magic);

    /// <summary>Begins an aggregate.</summary>
    /// <param name="data">Bytes that <see cref="Matches"/>; they must not change while this object is in use.</param>
    /// <returns>False when they are no aggregate after all: the digest is another, or they are not protobuf.</returns>
    public bool TryOpen(ReadOnlyMemory<byte> data)
    {
        Close();
        var message = data[Magic.Length..^MD5.HashSizeInBytes];
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(message.Span, digest);
        if (!digest.SequenceEqual(data.Span[^MD5.HashSizeInBytes..]) || !TryCheck(message.Span))
        {
            Close();
            return false;
        }
        if (Fault is null)
            _message = message;
        return true;
    }

    /// <summary>The next user record.</summary>
    /// <returns>False when there are no more.</returns>
    public bool TryRead(out string partitionKey, out ReadOnlyMemory<byte> data)
    {
        var reader = new ProtobufReader(_message.Span[_position..]);
        while (reader.TryReadTag(out var tag))
        {
            if (tag != Records)
            {
                reader.TrySkip(tag);
                continue;
            }
            reader.TryReadBytes(out var record);
            var start = _position + reader.Position - record.Length;
            TryReadRecord(record, out var keyIndex, out var dataRange);
            _position += reader.Position;
            RecordsRead++;
            partitionKey = PartitionKey((int)keyIndex!.Value);
            data = _message[start..][dataRange!.Value];
            return true;
        }
        _position = _message.Length;
        partitionKey = "";
        data = default;
        return false;
    }

    void Close()
    {
        _keys.Clear();
        _message = default;
        _position = 0;
        RecordsRead = 0;
        Fault = null;
    }

    /// <summary>Goes through the whole message before any record is given out, so that a damaged one is kept whole.</summary>
    bool TryCheck(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        var count = 0;
        var largestIndex = 0ul;
        while (reader.TryReadTag(out var tag))
        {
            if (tag == PartitionKeyTable)
            {
                if (!reader.TryReadBytes(out var key))
                    return false;
                _keys.Add(new Key(reader.Position - key.Length, key.Length));
            }
            else if (tag == Records)
            {
                if (!reader.TryReadBytes(out var record) || !TryReadRecord(record, out var keyIndex, out var data))
                    return false;
                if (keyIndex is null || data is null)
                    Fault ??= new Fault(FaultReasons.Kpl, $"record {count} of the aggregate has no {(data is null ? "data" : "partition key index")}");
                else if (keyIndex > largestIndex)
                    largestIndex = keyIndex.Value;
                count++;
            }
            else if (!reader.TrySkip(tag))
            {
                return false;
            }
        }
        // The table may come behind the records.
        if (count > 0 && largestIndex >= (ulong)_keys.Count)
            Fault ??= new Fault(FaultReasons.Kpl, $"a record of the aggregate has partition key index {largestIndex}; the table has {_keys.Count} keys");
        return reader.IsAtEnd;
    }

    static bool TryReadRecord(ReadOnlySpan<byte> record, out ulong? keyIndex, out Range? data)
    {
        keyIndex = null;
        data = null;
        var reader = new ProtobufReader(record);
        while (reader.TryReadTag(out var tag))
        {
            if (tag == RecordPartitionKeyIndex)
            {
                if (!reader.TryReadVarint(out var index))
                    return false;
                keyIndex = index;
            }
            else if (tag == RecordData)
            {
                if (!reader.TryReadBytes(out var bytes))
                    return false;
                data = (reader.Position - bytes.Length)..reader.Position;
            }
            else if (!reader.TrySkip(tag))
            {
                return false;
            }
        }
        return reader.IsAtEnd;
    }

    string PartitionKey(int index)
    {
        var (start, length) = _keys[index];
        var bytes = _message.Slice(start, length);
        return _interner.TryGet(bytes, out var key) ? key : _interner.Add(bytes, Encoding.UTF8.GetString(bytes.Span));
    }

    readonly record struct Key(int Start, int Length);
}
