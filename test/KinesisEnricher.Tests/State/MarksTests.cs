using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.State;

public class MarksTests
{
    [Fact]
    public void Marks_outlive_the_event_that_raised_them()
    {
        var delivered = "49".Select(c => (byte)c).ToArray();
        var marks = Marks.None.Raise("shard/key", new Position(new SequenceNumber(delivered), 0));

        delivered.AsSpan().Fill((byte)'9'); // The next event is read into the same memory.

        Assert.True(marks.Cover("shard/key", PositionOf("49")));
        Assert.False(marks.Cover("shard/key", PositionOf("50")));
    }

    [Fact]
    public void Least_recently_raised_mark_goes_first()
    {
        var marks = Marks.None;
        for (var i = 0; i < Marks.Capacity; i++)
            marks = marks.Raise($"key {i}", PositionOf("1"));
        marks = marks.Raise("key 0", PositionOf("2"));

        marks = marks.Raise("one more", PositionOf("1"));

        Assert.Equal(Marks.Capacity, marks.Entries.Count);
        Assert.True(marks.Cover("key 0", PositionOf("2")));
        Assert.False(marks.Cover("key 1", PositionOf("1")));
        Assert.Equal("one more", marks.Entries[^1].Source);
    }

    static Position PositionOf(string number) => new(SequenceNumber.Parse(number), 0);
}
