using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.State;

public sealed class InMemoryStateStoreTests
{
    static StateItem Item(string key, long rev) => new(key, rev, Version: 1, Marks.None, "{}"u8.ToArray());

    [Fact]
    public async Task The_first_write_makes_rev_1_and_each_next_one_raises_it()
    {
        var store = new InMemoryStateStore();

        Assert.True(await store.TryWriteAsync(Item("A", 1), default));
        Assert.True(await store.TryWriteAsync(Item("A", 2), default));

        Assert.Equal(2, store.Find("A")!.Rev);
    }

    [Theory]
    [InlineData(1)] // somebody else made the item
    [InlineData(2)] // somebody else wrote it
    [InlineData(4)] // a rev was skipped
    public async Task A_write_that_does_not_follow_the_stored_rev_is_refused(long rev)
    {
        var store = new InMemoryStateStore([Item("A", 2)]);

        Assert.False(await store.TryWriteAsync(Item("A", rev), default));

        Assert.Equal(2, store.Find("A")!.Rev);
    }

    [Fact]
    public async Task A_later_rev_of_an_item_that_does_not_exist_is_refused()
    {
        var store = new InMemoryStateStore();

        Assert.False(await store.TryWriteAsync(Item("A", 2), default));

        Assert.Empty(store.Items);
    }

    [Fact]
    public async Task A_rev_below_1_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await new InMemoryStateStore().TryWriteAsync(Item("A", 0), default));

    [Fact]
    public async Task Every_key_asked_for_has_an_entry_null_where_there_is_no_item()
    {
        var store = new InMemoryStateStore([Item("A", 1)]);

        var found = await store.ReadAsync(["A", "B"], default);

        Assert.Equal(2, found.Count);
        Assert.Equal("A", found["A"]!.Key);
        Assert.Null(found["B"]);
    }

    [Fact]
    public async Task The_list_of_items_is_ordered_and_does_not_change_with_later_writes()
    {
        var store = new InMemoryStateStore([Item("B", 1), Item("A", 1)]);
        var before = store.Items;

        await store.TryWriteAsync(Item("C", 1), default);

        Assert.Equal(["A", "B"], before.Select(item => item.Key));
    }

    [Fact]
    public async Task Of_many_writers_of_one_rev_exactly_one_wins()
    {
        var store = new InMemoryStateStore();

        var wins = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            var won = 0;
            for (var rev = 1; rev <= 500; rev++)
            {
                // Waits for its turn by reading, so that every writer tries every rev.
                while ((store.Find("A")?.Rev ?? 0) < rev - 1)
                    await Task.Yield();
                won += await store.TryWriteAsync(Item("A", rev), default) ? 1 : 0;
            }
            return won;
        })));

        Assert.Equal(500, wins.Sum());
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var store = new InMemoryStateStore();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.TryWriteAsync(Item("A", 1), cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.ReadAsync(["A"], cancelled));

        Assert.Empty(store.Items);
    }
}
