namespace KinesisEnricher.Core.State;

/// <summary>Keeps items in memory, on the same conditions as the real store: for tests and for runs on one machine. They go with the process.</summary>
public sealed class InMemoryStateStore : IStateStore
{
    readonly Dictionary<string, StateItem> _items = new(StringComparer.Ordinal);
    readonly Lock _gate = new();

    public InMemoryStateStore() { }

    /// <param name="items">What the store holds at first, each item at its own <c>rev</c>.</param>
    public InMemoryStateStore(IEnumerable<StateItem> items)
    {
        foreach (var item in items)
            _items.Add(item.Key, item);
    }

    /// <summary>The items as they are now, ordered by key; later writes do not change the list.</summary>
    public IReadOnlyList<StateItem> Items
    {
        get
        {
            lock (_gate)
                return [.. _items.Values.OrderBy(item => item.Key, StringComparer.Ordinal)];
        }
    }

    /// <returns>The item, or null where there is none.</returns>
    public StateItem? Find(string key)
    {
        lock (_gate)
            return _items.GetValueOrDefault(key);
    }

    public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<string, StateItem?>(keys.Count, StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var key in keys)
                found[key] = _items.GetValueOrDefault(key);
        }
        return new(found);
    }

    public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(item.Rev, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // No item counts as rev 0, so one comparison is both conditions.
            var stored = _items.GetValueOrDefault(item.Key)?.Rev ?? 0;
            if (stored != item.Rev - 1)
                return new(false);
            _items[item.Key] = item;
            return new(true);
        }
    }
}
