using KinesisEnricher.Local;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class CheckpointTests
{
    readonly MappingWorld _world = new();

    [Fact]
    public void Stopped_mapping_finishes_the_batch_in_hand_and_goes_on_behind_it()
    {
        for (var i = 0; i < 4; i++)
            _world.Stream.Put(MappingWorld.Shard);
        _world.Options = _world.Options with { BatchSize = 2 };
        using var stop = new CancellationTokenSource();
        _world.Function = async (_, _) =>
        {
            stop.Cancel();
            await Task.Delay(TimeSpan.FromSeconds(10), _world.Time);
            return "{}";
        };

        _world.Time.Run(() => _world.RunAsync(stop.Token));

        Assert.Equal(["1,2"], _world.Invocations);
        Assert.Equal("2", _world.Load().Single().SequenceNumber);

        _world.Function = (_, _) => Task.FromResult("{}");
        _world.RunToEnd();

        Assert.Equal(["1,2", "3,4"], _world.Invocations);
    }

    [Theory]
    [InlineData(false, "4")]
    [InlineData(true, null)]
    public void Stopped_mapping_does_not_deliver_the_parts_of_the_batch_in_hand(bool isThrown, string? checkpoint)
    {
        for (var i = 0; i < 8; i++)
            _world.Stream.Put(MappingWorld.Shard);
        _world.Options = _world.Options with { BisectBatchOnFunctionError = true };
        using var stop = new CancellationTokenSource();
        var function = isThrown ? MappingWorld.ThrowsAt("5") : MappingWorld.FailsAt("5");
        _world.Function = (json, numbers) =>
        {
            stop.Cancel();
            return function(json, numbers);
        };

        _world.Time.Run(() => _world.RunAsync(stop.Token));

        Assert.Equal(["1,2,3,4,5,6,7,8"], _world.Invocations);
        Assert.Equal(checkpoint, _world.Load().Single().SequenceNumber);
    }

    [Fact]
    public void Checkpoint_never_passes_a_record_that_a_slower_lane_still_has()
    {
        _world.Options = _world.Options with { BatchSize = 1, ParallelizationFactor = 10, MaximumRetryAttempts = 5 };
        _world.Function = MappingWorld.ThrowsAt("1");
        for (var i = 0; i < 20; i++)
            _world.Stream.Put(MappingWorld.Shard, $"k{i}");

        _world.RunToEnd();

        Assert.All(_world.Saved.TakeWhile(_ => _world.GivenUp.Count == 0), c => Assert.Null(c.SequenceNumber));
        Assert.Equal("20", _world.Load().Single().SequenceNumber);
        Assert.Equal("1", Assert.Single(_world.GivenUp).Records[0].SequenceNumber.ToString());
    }

    [Fact]
    public void Latest_begins_with_what_comes_next_and_reads_new_shards_whole()
    {
        const string child = "shardId-000000000001";
        _world.Options = _world.Options with { StartingPosition = StartingPosition.Latest };
        _world.Stream.Put(MappingWorld.Shard);

        _world.RunUntilDrained(2, async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), _world.Time);
            _world.Stream.Put(MappingWorld.Shard);
            _world.Stream.AddShard(child, MappingWorld.Shard);
            _world.Stream.Put(child);
            _world.Stream.Close(child);
            _world.Stream.Close(MappingWorld.Shard);
        });

        Assert.Equal(["2", "3"], _world.Invocations);
    }

    [Theory]
    [InlineData(KinesisFault.ExpiredIterator)]
    [InlineData(KinesisFault.Unreachable)]
    public void Latest_loses_nothing_that_comes_while_the_first_page_cannot_be_read(KinesisFault fault)
    {
        _world.Options = _world.Options with { StartingPosition = StartingPosition.Latest };
        _world.Stream.Put(MappingWorld.Shard, arrival: _world.Time.GetUtcNow().AddSeconds(-1));
        _world.Stream.BeforeRead = () =>
        {
            _world.Stream.BeforeRead = () => { };
            _world.Stream.Put(MappingWorld.Shard);
            _world.Stream.Close(MappingWorld.Shard);
            throw new KinesisException(fault, null, "not now");
        };

        _world.RunUntilDrained(1);

        Assert.Equal(["2"], _world.Invocations);
    }

    [Fact]
    public void Timestamp_begins_with_what_arrived_then_or_later()
    {
        var start = _world.Time.GetUtcNow();
        for (var minute = 0; minute < 4; minute++)
            _world.Stream.Put(MappingWorld.Shard, arrival: start.AddMinutes(minute - 10));
        _world.Options = _world.Options with { StartingPosition = StartingPosition.AtTimestamp(start.AddMinutes(-8)) };

        _world.RunToEnd();

        Assert.Equal(["3,4"], _world.Invocations);
    }

    [Fact]
    public void Checkpoint_of_a_record_that_the_shard_does_not_know_is_named()
    {
        _world.Save(new ShardCheckpoint { ShardId = MappingWorld.Shard, SequenceNumber = "7" });
        _world.Stream.Put(MappingWorld.Shard);

        var message = Assert.Throws<InvalidDataException>(() => _world.RunToEnd()).Message;

        Assert.StartsWith($"checkpoint of {MappingWorld.Shard}: the shard has no record 7; the stream may have been made anew. Delete the checkpoints", message);
        Assert.Empty(_world.Invocations);
    }

    [Fact]
    public void Checkpoint_that_has_an_open_shard_done_is_named()
    {
        _world.Save(new ShardCheckpoint { ShardId = MappingWorld.Shard, SequenceNumber = "7", IsDrained = true });
        _world.Stream.Put(MappingWorld.Shard);

        var message = Assert.Throws<InvalidDataException>(() => _world.RunUntilDrained(1)).Message;

        Assert.StartsWith($"checkpoint of {MappingWorld.Shard}: the shard is closed and done there, and open in the stream", message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fault_of_a_shard_is_told_of_when_the_batches_in_hand_of_the_others_are_answered(bool isStopped)
    {
        const string other = "shardId-000000000001";
        _world.Stream.AddShard(other);
        _world.Stream.Put(MappingWorld.Shard);
        _world.Stream.Put(other);
        using var stop = new CancellationTokenSource();
        var isAnswered = false;
        _world.Function = async (_, numbers) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.Time);
            if (isStopped)
                stop.Cancel();
            if (numbers is ["1"])
                throw new InvalidDataException("broken");
            await Task.Delay(TimeSpan.FromSeconds(10), _world.Time);
            isAnswered = true;
            return "{}";
        };

        Assert.Equal("broken", Assert.Throws<InvalidDataException>(() => _world.Time.Run(() => _world.RunAsync(stop.Token))).Message);

        Assert.True(isAnswered);
        Assert.Equal("2", _world.Load().Single(c => c.ShardId == other).SequenceNumber);
    }

    [Fact]
    public void Start_time_that_the_stream_does_not_take_is_asked_for_again()
    {
        var start = _world.Time.GetUtcNow().AddSeconds(1);
        _world.Options = _world.Options with { StartingPosition = StartingPosition.AtTimestamp(start) };
        _world.Stream.BeforeIterator = _ =>
        {
            if (_world.Time.GetUtcNow() < start)
                throw new KinesisException(KinesisFault.Invalid, "InvalidArgumentException", "The time is in the future.");
        };
        _world.Stream.Put(MappingWorld.Shard, arrival: start);

        _world.RunToEnd();

        Assert.Equal(["1"], _world.Invocations);
    }

    [Fact]
    public void Folder_gives_back_the_last_that_was_saved_of_each_shard()
    {
        using var folder = new TempFolder();
        var checkpoints = new FolderCheckpoints(folder.Path);
        var window = new OpenWindow(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(30), """{"n":1}""");
        var first = new ShardCheckpoint { ShardId = "a", SequenceNumber = "5", Window = window };
        var second = new ShardCheckpoint { ShardId = "b", StartTime = DateTimeOffset.UnixEpoch };

        checkpoints.Save(first with { SequenceNumber = "4" });
        checkpoints.Save(second);
        checkpoints.Save(first);

        Assert.Equal([first, second], new FolderCheckpoints(folder.Path).Load());
    }

    [Fact]
    public void Folder_names_a_file_that_is_not_a_checkpoint()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "a.json");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(file, "{");

        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => new FolderCheckpoints(folder.Path).Load()).Message);
    }

    [Fact]
    public void Folder_that_cannot_be_one_is_named()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "README.md");
        File.WriteAllText(file, "");
        var checkpoints = new FolderCheckpoints(file);

        Assert.Empty(checkpoints.Load());
        var message = Assert.Throws<UsageException>(() => checkpoints.Save(new ShardCheckpoint { ShardId = "a" })).Message;

        Assert.StartsWith($"Checkpoints cannot be kept in {file}: ", message);
    }

    [Fact]
    public void Folder_names_itself_when_a_file_cannot_be_replaced()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "a.json.new"));

        Assert.Throws<UsageException>(() => new FolderCheckpoints(folder.Path).Save(new ShardCheckpoint { ShardId = "a" }));
    }
}
