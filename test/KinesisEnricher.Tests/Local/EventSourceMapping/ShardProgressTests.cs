using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class ShardProgressTests
{
    static readonly SequenceNumber First = SequenceNumber.Parse("1"), Second = SequenceNumber.Parse("2"), Third = SequenceNumber.Parse("3");

    readonly List<ShardCheckpoint> _saved = [];
    readonly ShardProgress _progress;

    public ShardProgressTests() => _progress = new ShardProgress(new ShardCheckpoint { ShardId = MappingWorld.Shard }, _saved.Add);

    [Fact]
    public void Records_that_are_filtered_out_leave_the_window_as_it_is()
    {
        var window = OpenWindow.For(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1)) with { State = """{"n":1}""" };
        _progress.Begin(First);
        _progress.Begin(Second);

        _progress.Finish([First], window);
        _progress.Finish([Second]);

        Assert.Equal(new ShardCheckpoint { ShardId = MappingWorld.Shard, SequenceNumber = "2", Window = window }, _saved[^1]);
    }

    [Fact]
    public void Records_that_are_done_wait_for_those_before_them()
    {
        foreach (var number in new[] { First, Second, Third })
            _progress.Begin(number);

        _progress.Finish([Second, Third]);
        Assert.Empty(_saved);
        _progress.Finish([First]);

        Assert.Equal("3", Assert.Single(_saved).SequenceNumber);
    }
}
