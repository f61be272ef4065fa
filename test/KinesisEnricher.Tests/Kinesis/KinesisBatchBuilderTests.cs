using KinesisEnricher.Core.Kinesis;
using static KinesisEnricher.Tests.Kinesis.EventJson;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class KinesisBatchBuilderTests
{
    [Theory]
    [InlineData("shardId-1:5", Arn, "5", "k", "{}")]
    [InlineData("no colon", null, "5", null, "")]
    [InlineData(null, Arn, null, "k", "{}")]
    [InlineData("shardId-1:5", Arn, "5x", "k", "{}")]
    [InlineData("shardId-1:5", Arn, "", "k", "{}")]
    public void Gives_the_records_and_faults_that_the_reader_gives(string? eventId, string? arn, string? sequenceNumber, string? partitionKey, string data)
    {
        static string Json(string? text) => text is null ? "null" : $"\"{text}\"";
        var arrival = DateTimeOffset.UnixEpoch.AddTicks(14_806_415_234_770_000);
        var expected = Assert.Single(KinesisEventReader.Read(Utf8(Event(
            Record(Base64(data), Json(sequenceNumber), Json(partitionKey), "1480641523.477", Json(eventId), Json(arn))))).Records);
        var builder = new KinesisBatchBuilder();

        builder.Add(eventId, arn, sequenceNumber, partitionKey, Utf8(data), arrival);

        AssertSame(expected, Assert.Single(builder.Build().Records));
    }

    [Fact]
    public void Missing_parts_are_the_faults_that_the_reader_gives()
    {
        var expected = KinesisEventReader.Read(Utf8(Event("null", $$"""{"eventID":"s:1","eventSourceARN":"{{Arn}}"}""", Record(data: "null")))).Records;
        var builder = new KinesisBatchBuilder(capacity: 3);

        builder.AddNull();
        builder.AddWithoutKinesis("s:1", Arn);
        builder.Add("shardId-000000000000:1", Arn, "1", "k", data: null, DateTimeOffset.UnixEpoch.AddTicks(14_806_415_234_770_000));

        var actual = builder.Build().Records;
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            // The objects have no JSON to keep of what cannot be read.
            AssertSame(expected[i] with { Data = default }, actual[i]);
        }
    }

    [Fact]
    public void Records_of_a_shard_share_one_object()
    {
        var builder = new KinesisBatchBuilder();
        foreach (var eventId in new[] { "s-1:1", "s-2:1", "s-1:2" })
            builder.Add(eventId, Arn, "1", "k", default(ReadOnlyMemory<byte>), null);

        var records = builder.Build().Records;

        Assert.Same(records[0].Shard, records[2].Shard);
        Assert.NotEqual(records[0].Shard, records[1].Shard);
    }

    [Fact]
    public void No_records_make_the_empty_batch() => Assert.Same(KinesisBatch.Empty, new KinesisBatchBuilder().Build());

    static void AssertSame(KinesisRecord expected, KinesisRecord actual)
    {
        Assert.Equal(expected.Shard, actual.Shard);
        Assert.Equal(expected.SequenceNumber.ToString(), actual.SequenceNumber.ToString());
        Assert.Equal(expected.PartitionKey, actual.PartitionKey);
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
        Assert.Equal(expected.ArrivalTime, actual.ArrivalTime);
        Assert.Equal(expected.Fault, actual.Fault);
    }
}
