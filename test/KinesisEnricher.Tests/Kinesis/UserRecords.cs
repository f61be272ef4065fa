using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Batches and what the expander makes of them.</summary>
static class UserRecords
{
    public static KinesisBatch Batch(params byte[][] data)
    {
        var builder = new KinesisBatchBuilder();
        for (var i = 0; i < data.Length; i++)
            builder.Add($"shardId-0:{i + 1}", EventJson.Arn, $"{i + 1}", $"parent-{i}", data[i], null);
        return builder.Build();
    }

    public static List<ExpandedRecord> Expand(KinesisBatch batch, int maxPayloadBytes = RecordExpander.DefaultMaxPayloadBytes)
    {
        // Never released: the payloads are looked at after.
        var expander = new RecordExpander(batch, maxPayloadBytes);
        var records = new List<ExpandedRecord>();
        while (expander.TryRead(out var record))
            records.Add(record);
        Assert.False(expander.TryRead(out _));
        return records;
    }

    public static List<ExpandedRecord> Expand(params byte[][] data) => Expand(Batch(data));

    public static ExpandedRecord ExpandOne(byte[] data, int maxPayloadBytes = RecordExpander.DefaultMaxPayloadBytes) =>
        Assert.Single(Expand(Batch(data), maxPayloadBytes));
}
