using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class RecentItemsTests
{
    static readonly Strategy Limits = new UserLimitsStrategy();
    static readonly object Value = new();

    readonly RecentItems _items = new();

    [Fact]
    public void An_item_with_the_fields_that_were_written_has_the_value_that_they_were_written_from()
    {
        _items.Keep(new(Item("LIMIT#1", """{"a":1}"""), Limits, Value));

        Assert.Same(Value, _items.Find(Item("LIMIT#1", """{"a":1}""", rev: 7), Limits));
    }

    [Theory]
    [InlineData("LIMIT#1", """{"a":2}""", 1, "somebody else wrote it")]
    [InlineData("LIMIT#2", """{"a":1}""", 1, "another item")]
    [InlineData("LIMIT#1", """{"a":1}""", 2, "another layout")]
    public void Anything_else_is_decoded(string key, string fields, int version, string why)
    {
        _items.Keep(new(Item("LIMIT#1", """{"a":1}"""), Limits, Value));

        Assert.True(_items.Find(Item(key, fields, version: version), Limits) is null, why);
    }

    [Fact]
    public void Another_strategy_decodes_it_its_own_way()
    {
        _items.Keep(new(Item("LIMIT#1", """{"a":1}"""), Limits, Value));

        Assert.Null(_items.Find(Item("LIMIT#1", """{"a":1}"""), new UserLimitsStrategy()));
    }

    [Fact]
    public void A_large_item_is_not_kept()
    {
        var large = Item("LIMIT#1", new string('x', RecentItems.LongestFields + 1));

        _items.Keep(new(large, Limits, Value));

        Assert.Null(_items.Find(large, Limits));
    }

    [Fact]
    public void An_item_of_many_sources_is_not_kept()
    {
        var marks = Marks.From(Enumerable.Range(0, RecentItems.MostMarks + 1).Select(i => new Mark($"source-{i}", new Position(SequenceNumber.Parse("1"), 0))));
        var item = Item("LIMIT#1", "{}") with { Marks = marks };

        _items.Keep(new(item, Limits, Value));

        Assert.Null(_items.Find(item, Limits));
    }

    static StateItem Item(string key, string fields, long rev = 1, int version = 1) => new(key, rev, version, Marks.None, Encoding.UTF8.GetBytes(fields));
}
