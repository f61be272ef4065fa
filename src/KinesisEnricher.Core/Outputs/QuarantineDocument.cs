using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Outputs;

/// <summary>
/// A quarantined record as every quarantine stores it: a JSON object under a name made of its identity (stream, shard, sequence number, sub-sequence), so that
/// a redelivery finds the name taken. Nothing in either depends on when it is written.
/// </summary>
public static class QuarantineDocument
{
    static readonly QuarantineJson Json = new(new JsonSerializerOptions(QuarantineJson.Default.Options)
    {
        // The document is a file, never part of a page: quotes and letters beyond ASCII stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>
    /// The name, two parts joined with <c>/</c>: a folder for stream and shard, and a file for the position. Whatever the event holds, each part is a plain
    /// file name of at most 160 ASCII characters, and different identities have different names. A record without a usable sequence number is named by a hash of
    /// its content.
    /// </summary>
    public static string NameOf(QuarantinedRecord record) => $"{StorageNames.OfShard(record.Shard)}/{FileOf(record)}";

    /// <summary>The record as indented JSON, UTF-8.</summary>
    public static byte[] Write(QuarantinedRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        new Content
        {
            StreamArn = record.Shard.StreamArn,
            ShardId = record.Shard.ShardId,
            SequenceNumber = record.Position.Sequence.ToString(),
            SubSequence = record.Position.SubSequence,
            PartitionKey = record.PartitionKey,
            RecordPartitionKey = record.RecordPartitionKey,
            ArrivalTime = record.ArrivalTime,
            Type = record.Type,
            Reason = record.Fault.Reason,
            Detail = record.Fault.Detail,
            Data = record.Data,
        },
        Json.Content);

    /// <exception cref="InvalidDataException">The text is not such a document. The message names it and says what is wrong.</exception>
    /// <param name="utf8">The document.</param>
    /// <param name="name">What messages call it.</param>
    public static QuarantinedRecord Read(ReadOnlySpan<byte> utf8, string name)
    {
        try
        {
            var content = JsonSerializer.Deserialize(utf8, Json.Content) ?? throw new JsonException("An object is expected.");
            return new QuarantinedRecord
            {
                Shard = new Shard(content.StreamArn, content.ShardId),
                Position = new Position(SequenceNumber.Parse(content.SequenceNumber), content.SubSequence),
                PartitionKey = content.PartitionKey,
                RecordPartitionKey = content.RecordPartitionKey,
                ArrivalTime = content.ArrivalTime,
                Type = content.Type,
                Fault = new Fault(content.Reason, content.Detail),
                Data = content.Data,
            };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name} is not a quarantined record. {e.Message}", e);
        }
    }

    static string FileOf(QuarantinedRecord record)
    {
        var number = StorageNames.OfSequenceNumber(record.Position.Sequence) ?? $"unnumbered-{StorageNames.HashOf(Write(record))}";
        return string.Create(CultureInfo.InvariantCulture, $"{number}.{record.Position.SubSequence:D6}.json");
    }

    internal sealed class Content
    {
        public required string StreamArn { get; init; }
        public required string ShardId { get; init; }
        public required string SequenceNumber { get; init; }
        public required int SubSequence { get; init; }
        public required string PartitionKey { get; init; }
        public required string RecordPartitionKey { get; init; }
        public required DateTimeOffset? ArrivalTime { get; init; }
        public required string? Type { get; init; }
        public required string Reason { get; init; }
        public required string Detail { get; init; }
        public required ReadOnlyMemory<byte> Data { get; init; }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", RespectNullableAnnotations = true)]
[JsonSerializable(typeof(QuarantineDocument.Content))]
sealed partial class QuarantineJson : JsonSerializerContext;
