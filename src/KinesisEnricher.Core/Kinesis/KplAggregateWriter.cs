using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Packs user records into one aggregate of the Kinesis Producer Library (awslabs/amazon-kinesis-producer, aggregation-format.md). Equal keys are stored once.
/// </summary>
public sealed class KplAggregateWriter
{
    readonly KeyTable _partitionKeys = new(tag: (1 << 3) | ProtobufReader.LengthDelimited);
    readonly KeyTable _explicitHashKeys = new(tag: (2 << 3) | ProtobufReader.LengthDelimited);
    readonly ArrayBufferWriter<byte> _records = new();

    /// <summary>The user records added since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that <see cref="ToArray"/> would give now.</summary>
    public int Length =>
        KplAggregate.Magic.Length + _partitionKeys.Bytes.Length + _explicitHashKeys.Bytes.Length + _records.WrittenCount + MD5.HashSizeInBytes;

    /// <param name="partitionKey">The user record's key.</param>
    /// <param name="explicitHashKey">The hash that puts it into a shard, as decimal digits; null to leave that to the partition key.</param>
    /// <param name="data">The user record's bytes.</param>
    public void Add(string partitionKey, string? explicitHashKey, ReadOnlySpan<byte> data)
    {
        const byte partitionKeyIndexTag = (1 << 3) | ProtobufReader.Varint;
        const byte explicitHashKeyIndexTag = (2 << 3) | ProtobufReader.Varint;
        const byte recordTag = (3 << 3) | ProtobufReader.LengthDelimited;
        const byte dataTag = (3 << 3) | ProtobufReader.LengthDelimited;

        var keyIndex = _partitionKeys.IndexOf(partitionKey);
        var hashKeyIndex = explicitHashKey is null ? -1 : _explicitHashKeys.IndexOf(explicitHashKey);
        var length = 1 + VarintLength(keyIndex) + (hashKeyIndex < 0 ? 0 : 1 + VarintLength(hashKeyIndex)) + 1 + VarintLength(data.Length) + data.Length;

        WriteField(_records, recordTag, length);
        WriteField(_records, partitionKeyIndexTag, keyIndex);
        if (hashKeyIndex >= 0)
            WriteField(_records, explicitHashKeyIndexTag, hashKeyIndex);
        WriteField(_records, dataTag, data.Length);
        _records.Write(data);
        Count++;
    }

    /// <summary>The aggregate of the records added so far, as the data of a Kinesis record.</summary>
    public byte[] ToArray()
    {
        var aggregate = new byte[Length];
        var rest = aggregate.AsSpan();
        Append(ref rest, KplAggregate.Magic);
        Append(ref rest, _partitionKeys.Bytes);
        Append(ref rest, _explicitHashKeys.Bytes);
        Append(ref rest, _records.WrittenSpan);
        MD5.HashData(aggregate.AsSpan()[KplAggregate.Magic.Length..^MD5.HashSizeInBytes], rest);
        return aggregate;
    }

    /// <summary>Begins the next aggregate.</summary>
    public void Clear()
    {
        _partitionKeys.Clear();
        _explicitHashKeys.Clear();
        _records.ResetWrittenCount();
        Count = 0;
    }

    static void Append(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    static void WriteField(ArrayBufferWriter<byte> output, byte tag, int value)
    {
        output.Write([tag]);
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
            output.Write([(byte)(rest | 0x80)]);
        output.Write([(byte)rest]);
    }

    static int VarintLength(int value)
    {
        var length = 1;
        for (var rest = (uint)value; rest >= 0x80; rest >>= 7)
            length++;
        return length;
    }

    sealed class KeyTable(byte tag)
    {
        readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
        readonly ArrayBufferWriter<byte> _bytes = new();

        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public int IndexOf(string key)
        {
            if (!_indexes.TryGetValue(key, out var index))
            {
                index = _indexes.Count;
                _indexes.Add(key, index);
                WriteField(_bytes, tag, Encoding.UTF8.GetByteCount(key));
                Encoding.UTF8.GetBytes(key, _bytes);
            }
            return index;
        }

        public void Clear()
        {
            _indexes.Clear();
            _bytes.ResetWrittenCount();
        }
    }
}
