using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A function's answer to a batch, as Lambda takes it (AWS Lambda: "Configuring partial batch response", success and failure conditions).</summary>
/// <param name="Failed">
/// The index of the record to go on from: the number of records when all are done, 0 when none is or the answer cannot be understood.
/// </param>
/// <param name="State">The <c>state</c> of the answer, a JSON value; null without one.</param>
public readonly record struct BatchAnswer(int Failed, ReadOnlyMemory<byte>? State)
{
    /// <param name="payload">The answer; none at all is as good as null.</param>
    /// <param name="records">The batch.</param>
    public static BatchAnswer Parse(ReadOnlyMemory<byte> payload, IReadOnlyList<MappedRecord> records)
    {
        if (payload.IsEmpty)
            return new BatchAnswer(records.Count, null);
        try
        {
            using var json = JsonDocument.Parse(payload);
            var root = json.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => new BatchAnswer(FailedOf(root, records), StateOf(root)),
                JsonValueKind.Null => new BatchAnswer(records.Count, null),
                JsonValueKind.Array when root.GetArrayLength() == 0 => new BatchAnswer(records.Count, null),
                JsonValueKind.String when root.ValueEquals(""u8) => new BatchAnswer(records.Count, null),
                _ => default,
            };
        }
        catch (JsonException)
        {
            return default;
        }
    }

    static int FailedOf(JsonElement answer, IReadOnlyList<MappedRecord> records)
    {
        if (!answer.TryGetProperty("batchItemFailures"u8, out var failures) || failures.ValueKind == JsonValueKind.Null)
            return records.Count;
        if (failures.ValueKind != JsonValueKind.Array)
            return 0;
        var failed = records.Count;
        foreach (var failure in failures.EnumerateArray())
        {
            // One entry that names no record makes the whole answer worthless: it may have meant any.
            if (failure.ValueKind != JsonValueKind.Object || !failure.TryGetProperty("itemIdentifier"u8, out var id) || id.ValueKind != JsonValueKind.String)
                return 0;
            var index = IndexOf(records, SequenceNumber.Parse(id.GetString()!));
            if (index < 0)
                return 0;
            failed = Math.Min(failed, index);
        }
        return failed;
    }

    static int IndexOf(IReadOnlyList<MappedRecord> records, SequenceNumber number)
    {
        for (var i = 0; number.IsUsable && i < records.Count; i++)
        {
            if (records[i].SequenceNumber == number)
                return i;
        }
        return -1;
    }

    static ReadOnlyMemory<byte>? StateOf(JsonElement answer) =>
        answer.TryGetProperty("state"u8, out var state) && state.ValueKind != JsonValueKind.Null
            ? Encoding.UTF8.GetBytes(state.GetRawText())
            : default(ReadOnlyMemory<byte>?);
}
