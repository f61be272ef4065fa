using System.Security.Cryptography;
using System.Text.Json;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class BatchingTests
{
    readonly MappingWorld _world = new();

    [Fact]
    public void Batch_goes_when_it_is_full()
    {
        Put(5);
        _world.Options = _world.Options with { BatchSize = 2, BatchingWindow = TimeSpan.FromSeconds(300) };

        _world.RunToEnd();

        Assert.Equal(["1,2", "3,4", "5"], _world.Invocations);
    }

    [Fact]
    public void Batch_goes_when_the_window_is_over()
    {
        _world.Options = _world.Options with { BatchingWindow = TimeSpan.FromSeconds(5) };
        var sentAt = new List<DateTimeOffset>();
        _world.Function = (_, _) =>
        {
            sentAt.Add(_world.Time.GetUtcNow());
            return Task.FromResult("{}");
        };
        Put(1);

        _world.RunUntilDrained(1, async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), _world.Time);
            Put(1);
            await Task.Delay(TimeSpan.FromSeconds(60), _world.Time);
            _world.Stream.Close(MappingWorld.Shard);
        });

        Assert.Equal(["1,2"], _world.Invocations);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero), Assert.Single(sentAt));
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(0.0001)]
    public void Clock_that_goes_on_while_it_is_asked_does_not_matter(double milliseconds)
    {
        _world.Options = _world.Options with { BatchingWindow = TimeSpan.FromSeconds(5) };
        _world.Time.PerQuestion = TimeSpan.FromMilliseconds(milliseconds);
        Put(1);

        _world.RunUntilDrained(1, async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(60), _world.Time);
            _world.Stream.Close(MappingWorld.Shard);
        });

        Assert.Equal(["1"], _world.Invocations);
        Assert.InRange(_world.Time.Questions, 1, 1_000);
    }

    [Fact]
    public void Batch_goes_before_it_would_pass_six_megabytes_of_JSON()
    {
        for (var i = 0; i < 6; i++)
            _world.Stream.Put(MappingWorld.Shard, "k", new byte[1024 * 1024]);

        _world.RunToEnd();

        Assert.Equal(["1,2,3,4", "5,6"], _world.Invocations);
    }

    [Fact]
    public void Slow_batch_holds_back_the_next_of_its_lane()
    {
        _world.Options = _world.Options with { BatchSize = 1 };
        var underWay = 0;
        _world.Function = async (_, _) =>
        {
            Assert.Equal(1, ++underWay);
            await Task.Delay(TimeSpan.FromMinutes(1), _world.Time);
            underWay--;
            return "{}";
        };
        Put(3);

        _world.RunToEnd();

        Assert.Equal(["1", "2", "3"], _world.Invocations);
    }

    [Fact]
    public void Equal_partition_keys_share_a_lane_and_others_go_on()
    {
        _world.Options = _world.Options with { BatchSize = 1, ParallelizationFactor = 10 };
        var underWay = new HashSet<string>();
        var most = 0;
        _world.Function = async (json, _) =>
        {
            var key = json.GetProperty("Records")[0].GetProperty("kinesis").GetProperty("partitionKey").GetString()!;
            Assert.True(underWay.Add(key), $"Two batches of {key} at once.");
            most = Math.Max(most, underWay.Count);
            await Task.Delay(TimeSpan.FromSeconds(1), _world.Time);
            underWay.Remove(key);
            return "{}";
        };
        for (var i = 0; i < 60; i++)
            _world.Stream.Put(MappingWorld.Shard, $"k{i % 20}");

        _world.RunToEnd();

        Assert.Equal(60, _world.Invocations.Count);
        Assert.InRange(most, 2, 10);
    }

    [Fact]
    public void Shard_is_read_five_times_a_second_at_most()
    {
        var reads = new List<DateTimeOffset>();
        _world.Stream.BeforeRead = () => reads.Add(_world.Time.GetUtcNow());
        Put(3_500);

        _world.RunToEnd();

        Assert.Equal(4, reads.Count);
        Assert.All(reads.Zip(reads.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void Children_of_a_resharding_wait_for_their_parents()
    {
        const string other = "shardId-000000000001", left = "shardId-000000000002", right = "shardId-000000000003", merged = "shardId-000000000004";
        _world.Options = _world.Options with { BatchSize = 1 };
        _world.Stream.AddShard(other).AddShard(left, MappingWorld.Shard).AddShard(right, MappingWorld.Shard).AddShard(merged, left, other);
        _world.Stream.Put(merged);
        _world.Stream.Put(left);
        _world.Stream.Put(right);
        Put(2);
        _world.Stream.Put(other);
        _world.Function = async (json, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.Time);
            return "{}";
        };

        _world.RunToEnd(MappingWorld.Shard, other, left, right, merged);

        var order = _world.Invocations.Select((number, i) => (number, i)).ToDictionary(x => x.number, x => x.i);
        Assert.True(order["5"] < order["2"] && order["5"] < order["3"], "A child before the end of the shard that was split.");
        Assert.True(order["2"] < order["1"] && order["6"] < order["1"], "The merged shard before the end of both its parents.");
    }

    [Fact]
    public void Only_records_that_match_are_delivered_and_their_bytes_are_unchanged()
    {
        _world.Options = _world.Options with { Filter = FilterCriteria.Parse(["""{"data":{"type":["X"]}}"""]) };
        const string odd = """{ "type" : "X", "n": 1.50, "s": "\u00e9" }""";
        _world.Stream.Put(MappingWorld.Shard, data: odd);
        _world.Stream.Put(MappingWorld.Shard, data: """{"type":"Y"}""");
        _world.Stream.Put(MappingWorld.Shard, data: "X");
        _world.Stream.Put(MappingWorld.Shard, "k", RandomNumberGenerator.GetBytes(50));

        _world.RunToEnd();

        Assert.Equal(["1"], _world.Invocations);
        Assert.Equal(odd, System.Text.Encoding.UTF8.GetString(_world.Events[0].GetProperty("Records")[0].GetProperty("kinesis").GetProperty("data").GetBytesFromBase64()));
        Assert.Equal("4", _world.Load().Single().SequenceNumber);
    }

    [Fact]
    public void Record_looks_as_lambda_delivers_it()
    {
        _world.Stream.Put(MappingWorld.Shard, "é\"", "hello", new DateTimeOffset(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero));

        _world.RunToEnd();

        Assert.Equal(
            """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"é\"","sequenceNumber":"1","data":"aGVsbG8=","approximateArrivalTimestamp":1767225600.123},
            "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:1","eventName":"aws:kinesis:record",
            "invokeIdentityArn":"arn:aws:iam::111122223333:role/local","awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:eu-central-1:111122223333:stream/events"}]}
            """.ReplaceLineEndings(""),
            _world.Events[0].GetRawText());
    }

    void Put(int records)
    {
        for (var i = 0; i < records; i++)
            _world.Stream.Put(MappingWorld.Shard);
    }
}
