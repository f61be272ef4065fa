using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Testing;

public sealed class KinesisEventBuilderTests
{
    static List<(ExpandedRecord Record, string Payload)> Expanded(KinesisEventBuilder builder, out KinesisBatch batch)
    {
        batch = KinesisEventReader.Read(builder.Build());
        using var expander = new RecordExpander(batch);
        var records = new List<(ExpandedRecord, string)>();
        while (expander.TryRead(out var record))
            records.Add((record, Encoding.UTF8.GetString(record.Payload.Span)));
        return records;
    }

    [Fact]
    public void A_record_has_the_shape_that_Lambda_delivers()
    {
        using var json = JsonDocument.Parse(new KinesisEventBuilder().Add("u-1", "{}").Build());
        var record = json.RootElement.GetProperty("Records")[0];

        Assert.Equal(
            ["kinesis", "eventSource", "eventVersion", "eventID", "eventName", "invokeIdentityArn", "awsRegion", "eventSourceARN"],
            record.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["kinesisSchemaVersion", "partitionKey", "sequenceNumber", "data", "approximateArrivalTimestamp"],
            record.GetProperty("kinesis").EnumerateObject().Select(member => member.Name));
        Assert.Equal($"shardId-000000000000:{KinesisEventBuilder.SequenceNumber(1)}", record.GetProperty("eventID").GetString());
        Assert.Equal(56, KinesisEventBuilder.SequenceNumber(1).Length);
    }

    [Fact]
    public void The_same_calls_give_the_same_bytes()
    {
        static byte[] Build() => new KinesisEventBuilder(5).Add("a", "{}").AddGzip("b", "{\"x\":1}").AddAggregate("c", ("d", "{}"), ("e", "{}")).Build();

        Assert.Equal(Build(), Build());
    }

    [Fact]
    public void What_was_added_is_what_is_read()
    {
        var arrival = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero);
        var builder = new KinesisEventBuilder()
            .Add("plain", "{\"n\":1}")
            .From("arn:aws:kinesis:eu-west-1:111122223333:stream/other", "shardId-000000000007").At(arrival).Next("100")
            .AddGzip("gzip", "{\"n\":2}")
            .AddAggregate("parent", ("a", "{\"n\":3}"), ("b", "{\"n\":4}"))
            .AddAgain(0);

        var records = Expanded(builder, out var batch);

        Assert.Equal(["{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":1}"], records.Select(r => r.Payload));
        Assert.Equal(["plain", "gzip", "a", "b", "plain"], records.Select(r => r.Record.PartitionKey));
        Assert.Equal([0, 0, 0, 1, 0], records.Select(r => r.Record.SubSequence));
        Assert.Equal([KinesisEventBuilder.SequenceNumber(1), "100", "101", KinesisEventBuilder.SequenceNumber(1)], batch.Records.Select(r => r.SequenceNumber.ToString()));
        Assert.Equal(new Shard("arn:aws:kinesis:eu-west-1:111122223333:stream/other", "shardId-000000000007"), batch.Records[1].Shard);
        Assert.Equal(arrival, batch.Records[1].ArrivalTime);
        Assert.Equal(arrival.AddMilliseconds(250), batch.Records[2].ArrivalTime);
    }

    [Theory]
    [InlineData(Poison.Base64, FaultReasons.Base64)]
    [InlineData(Poison.NoData, FaultReasons.Record)]
    [InlineData(Poison.TruncatedGzip, FaultReasons.Gzip)]
    [InlineData(Poison.CorruptGzip, FaultReasons.Gzip)]
    [InlineData(Poison.KplKeyOutOfRange, FaultReasons.Kpl)]
    [InlineData(Poison.SequenceNumber, FaultReasons.SequenceNumber)]
    public void Poison_that_cannot_be_read_is_found_by_the_reader(Poison poison, string reason)
    {
        var records = Expanded(new KinesisEventBuilder().AddPoison("k", poison), out var batch);

        Assert.Equal(reason, (Assert.Single(records).Record.Fault ?? batch.Records[0].Fault)?.Reason);
    }
}
