using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Testing;

/// <summary>
/// Builds a Lambda event of a Kinesis event source mapping, byte for byte as Lambda delivers it. Sequence numbers have 56 digits and rise by one, arrival times by
/// a quarter of a second: the same calls give the same event.
/// </summary>
public sealed class KinesisEventBuilder
{
    public const string DefaultStreamArn = "arn:aws:kinesis:eu-central-1:111122223333:stream/events";
    public const string DefaultShardId = "shardId-000000000000";

    static readonly BigInteger Zeroth = BigInteger.Parse("49671830254401829360117305528964213850776941338020610000", CultureInfo.InvariantCulture);

    readonly List<Entry> _entries = [];
    string _streamArn = DefaultStreamArn;
    string _shardId = DefaultShardId;
    DateTimeOffset _arrival;
    BigInteger _next;

    /// <param name="first">Which record of the shard comes first: 1 and up. Give the number after the last event's to go on from it.</param>
    public KinesisEventBuilder(int first = 1)
    {
        _next = Zeroth + first;
        _arrival = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(250 * first);
    }

    /// <summary>The sequence number of each record so far.</summary>
    public IReadOnlyList<string> SequenceNumbers => [.. _entries.Select(entry => entry.SequenceNumber)];

    /// <summary>The sequence number of a shard's <paramref name="n"/>th record.</summary>
    public static string SequenceNumber(int n) => (Zeroth + n).ToString(CultureInfo.InvariantCulture);

    /// <summary>The stream and shard of the records that follow.</summary>
    public KinesisEventBuilder From(string streamArn, string shardId)
    {
        (_streamArn, _shardId) = (streamArn, shardId);
        return this;
    }

    /// <summary>The arrival time of the next record.</summary>
    public KinesisEventBuilder At(DateTimeOffset arrival)
    {
        _arrival = arrival;
        return this;
    }

    /// <summary>The sequence number of the next record.</summary>
    public KinesisEventBuilder Next(string sequenceNumber)
    {
        _next = BigInteger.Parse(sequenceNumber, NumberStyles.None, CultureInfo.InvariantCulture);
        return this;
    }

    public KinesisEventBuilder Add(string partitionKey, string payload) => Add(partitionKey, Encoding.UTF8.GetBytes(payload));

    public KinesisEventBuilder Add(string partitionKey, ReadOnlySpan<byte> payload) => AddEntry(partitionKey, Convert.ToBase64String(payload));

    public KinesisEventBuilder AddGzip(string partitionKey, string payload) => Add(partitionKey, Gzip(payload));

    /// <summary>A KPL aggregate in one record.</summary>
    /// <param name="partitionKey">The Kinesis record's key.</param>
    /// <param name="records">The user records, each with its own key.</param>
    public KinesisEventBuilder AddAggregate(string partitionKey, params IEnumerable<(string PartitionKey, string Payload)> records)
    {
        var aggregate = new KplAggregateWriter();
        foreach (var (key, payload) in records)
            aggregate.Add(key, explicitHashKey: null, Encoding.UTF8.GetBytes(payload));
        return Add(partitionKey, aggregate.ToArray());
    }

    public KinesisEventBuilder AddPoison(string partitionKey, Poison poison) => poison switch
    {
        Poison.Base64 => AddEntry(partitionKey, "not base64!"),
        Poison.NoData => AddEntry(partitionKey, data: null),
        Poison.Empty => AddEntry(partitionKey, ""),
        Poison.NotJson => Add(partitionKey, "hello"),
        Poison.TruncatedJson => Add(partitionKey, """{"type":"USER_LIMIT_CREATED","payload":{"userId":"u-1","""),
        Poison.JsonArray => Add(partitionKey, "[]"),
        Poison.InvalidUtf8 => Add(partitionKey, [.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
        Poison.TruncatedGzip => Add(partitionKey, Gzip("{}")[..^10]),
        Poison.CorruptGzip => Add(partitionKey, WithWrongChecksum(Gzip("{}"))),
        Poison.KplKeyOutOfRange => Add(partitionKey, AggregateWithWrongKey()),
        Poison.SequenceNumber => AddEntry(partitionKey, Convert.ToBase64String("{}"u8), "not-a-number"),
        _ => throw new ArgumentOutOfRangeException(nameof(poison), poison, null),
    };

    /// <summary>The record at <paramref name="index"/> once more, as a redelivery has it: same number, same bytes.</summary>
    public KinesisEventBuilder AddAgain(int index)
    {
        _entries.Add(_entries[index]);
        return this;
    }

    /// <summary>The event as UTF-8 JSON, in a buffer of its own: reading it changes it.</summary>
    public byte[] Build()
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var entry in _entries)
                Write(writer, entry);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return output.ToArray();
    }

    static void Write(Utf8JsonWriter writer, Entry entry)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("kinesis");
        writer.WriteString("kinesisSchemaVersion", "1.0");
        writer.WriteString("partitionKey", entry.PartitionKey);
        writer.WriteString("sequenceNumber", entry.SequenceNumber);
        if (entry.Data is not null)
            writer.WriteString("data", entry.Data);
        writer.WriteNumber("approximateArrivalTimestamp", (entry.Arrival - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
        writer.WriteEndObject();
        writer.WriteString("eventSource", "aws:kinesis");
        writer.WriteString("eventVersion", "1.0");
        writer.WriteString("eventID", $"{entry.ShardId}:{entry.SequenceNumber}");
        writer.WriteString("eventName", "aws:kinesis:record");
        writer.WriteString("invokeIdentityArn", "arn:aws:iam::111122223333:role/enricher");
        writer.WriteString("awsRegion", "eu-central-1");
        writer.WriteString("eventSourceARN", entry.StreamArn);
        writer.WriteEndObject();
    }

    KinesisEventBuilder AddEntry(string partitionKey, string? data, string? sequenceNumber = null)
    {
        _entries.Add(new Entry(
            _streamArn, _shardId, partitionKey, sequenceNumber ?? _next.ToString(CultureInfo.InvariantCulture), data, _arrival));
        _next++;
        _arrival = _arrival.AddMilliseconds(250);
        return this;
    }

    static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    static byte[] WithWrongChecksum(byte[] gzip)
    {
        gzip[^8] ^= 0xFF;
        return gzip;
    }

    /// <summary>Field 1: the only key, <c>a</c>. Field 3: a record with key index 5 and <c>{}</c> as its data.</summary>
    static byte[] AggregateWithWrongKey()
    {
        byte[] message = [0x0A, 1, (byte)'a', 0x1A, 6, 0x08, 5, 0x1A, 2, (byte)'{', (byte)'}'];
        return [0xF3, 0x89, 0x9A, 0xC2, .. message, .. MD5.HashData(message)];
    }

    sealed record Entry(string StreamArn, string ShardId, string PartitionKey, string SequenceNumber, string? Data, DateTimeOffset Arrival);
}
