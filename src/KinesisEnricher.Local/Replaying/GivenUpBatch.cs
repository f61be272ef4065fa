using System.Globalization;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.Replaying;

/// <summary>What a document of a destination on failure says of the records that were given up.</summary>
/// <param name="Range">Where they are.</param>
/// <param name="Size">How many; null where the document does not say.</param>
/// <param name="Numbers">The sequence numbers of the event that the document holds; null without one. Those outside of the range were done.</param>
sealed record GivenUpBatch(ShardRange Range, int? Size, IReadOnlySet<SequenceNumber>? Numbers)
{
    /// <param name="utf8">The documents, one after the other.</param>
    /// <param name="name">What messages call them.</param>
    /// <exception cref="InvalidDataException">The text is not such documents. The message names it.</exception>
    public static IReadOnlyList<GivenUpBatch> ReadAll(ReadOnlySpan<byte> utf8, string name)
    {
        var batches = new List<GivenUpBatch>();
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                batches.Add(Read(document.RootElement));
            }
            return batches;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: number {batches.Count + 1} in it is not a document of a destination on failure. {e.Message}"), e);
        }
    }

    /// <summary>False for a record that the mapping filtered out, or that was not in the batch for another reason.</summary>
    public bool MayHold(SequenceNumber number) => Numbers?.Contains(number) ?? true;

    static GivenUpBatch Read(JsonElement document)
    {
        var info = document.GetProperty("KinesisBatchInfo"u8);
        var range = new ShardRange(
            Text(info, "streamArn"), Text(info, "shardId"), Text(info, "startSequenceNumber"), Text(info, "endSequenceNumber"),
            Text(document.GetProperty("requestContext"u8), "condition"));
        return new GivenUpBatch(range, SizeOf(info), NumbersOf(document));
    }

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");

    static int? SizeOf(JsonElement info) => info.TryGetProperty("batchSize"u8, out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var count) ? count : null;

    static HashSet<SequenceNumber>? NumbersOf(JsonElement document)
    {
        if (!document.TryGetProperty("payload"u8, out var payload) || payload.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            using var lambdaEvent = JsonDocument.Parse(payload.GetString()!);
            return [.. lambdaEvent.RootElement.GetProperty("Records"u8).EnumerateArray().Select(record => SequenceNumber.Parse(record.GetProperty("kinesis"u8).GetProperty("sequenceNumber"u8).GetString()!))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // No event of Kinesis: the range says what there is to say.
        }
    }
}
