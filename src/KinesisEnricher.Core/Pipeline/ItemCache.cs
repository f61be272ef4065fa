using System.Diagnostics.CodeAnalysis;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>The state items of an invocation, as last read or written. Reads what a chunk lacks, in one go.</summary>
sealed class ItemCache(IStateStore store, RecentItems recent, Workspace workspace, Retry retry, CancellationToken cancellationToken)
{
    /// <summary>An item as stored, and its value as the family's strategy reads it; all null where there is no item.</summary>
    public sealed record Entry(StateItem? Stored, Strategy? Strategy, object? Value)
    {
        public static Entry None { get; } = new(null, null, null);
    }

    readonly Dictionary<string, Entry> _items = workspace.Items;
    readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);

    /// <summary>Reads the items of a chunk that are known before its look-ups are answered.</summary>
    public ValueTask LoadAsync(List<WorkItem> chunk)
    {
        var missing = workspace.MissingItems;
        foreach (var work in chunk)
        {
            if (work.Outcome is null && !work.DecidesStateByLookUp)
                AddMissing(work, missing);
        }
        return missing.Count == 0 ? default : ReadAsync(missing);
    }

    /// <summary>Reads the items of a chunk's lanes, but for those that it was tried to read already.</summary>
    public ValueTask LoadAsync(List<Lane> lanes)
    {
        var tried = workspace.MissingItems;
        var missing = tried.Count == 0 ? tried : new(StringComparer.Ordinal);
        foreach (var lane in lanes)
        {
            for (var i = 0; i < lane.End; i++)
                AddMissing(lane.Works[i], missing);
        }
        if (missing != tried)
        {
            foreach (var key in tried.Keys)
                missing.Remove(key);
        }
        return missing.Count == 0 ? default : ReadAsync(missing);
    }

    void AddMissing(WorkItem work, Dictionary<string, Strategy> missing)
    {
        foreach (var state in work.States)
        {
            if (!_items.ContainsKey(state.Key))
                missing[state.Key] = work.Strategy!;
        }
    }

    /// <summary>Reads items again after conflicts. One that cannot be read is not in the cache any more.</summary>
    public ValueTask ReloadAsync(Dictionary<string, Strategy> items)
    {
        foreach (var key in items.Keys)
            _items.Remove(key);
        return ReadAsync(items);
    }

    public bool TryGet(string key, [NotNullWhen(true)] out Entry? entry) => _items.TryGetValue(key, out entry);

    /// <summary>True when some item could not be read.</summary>
    public bool LacksSome => _failures.Count > 0;

    /// <summary>Why an item could not be read.</summary>
    public string FailureOf(string key) => _failures.GetValueOrDefault(key, "not read");

    /// <summary>Takes an item over as it was written.</summary>
    public void Set(StateItem stored, Strategy strategy, object value)
    {
        var entry = new Entry(stored, strategy, value);
        _items[stored.Key] = entry;
        recent.Keep(entry);
    }

    public void Forget(string key) => _items.Remove(key);

    async ValueTask ReadAsync(Dictionary<string, Strategy> wanted)
    {
        IReadOnlyCollection<string> open = wanted.Keys;
        var cause = "not answered";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var read = await store.ReadAsync(open, cancellationToken).ConfigureAwait(false);
                List<string>? rest = null;
                foreach (var key in open)
                {
                    if (read.TryGetValue(key, out var item))
                        Decode(key, item, wanted[key]);
                    else
                        (rest ??= []).Add(key);
                }
                if (rest is null)
                    return;
                if (rest.Count < open.Count)
                    attempt = 1; // It goes forward: only attempts that get nothing are counted.
                open = rest;
            }
            catch (Exception e)
            {
                cause = Causes.Of(e);
            }
            if (!await retry.WaitAsync(attempt).ConfigureAwait(false))
                break;
        }
        foreach (var key in open)
            _failures[key] = $"state: {cause}";
    }

    void Decode(string key, StateItem? item, Strategy strategy)
    {
        if (item is null)
        {
            _items[key] = Entry.None;
            return;
        }
        if (item.Version > strategy.StateVersion || item.Version < strategy.StateVersion - 1)
        {
            _failures[key] = $"state: item {key} has layout version {item.Version}; '{strategy.Family}' reads {strategy.StateVersion - 1} and {strategy.StateVersion}";
            return;
        }
        try
        {
            _items[key] = new Entry(item, strategy, recent.Find(item, strategy) ?? strategy.ReadStateItem(item.Version, item.Fields.Span));
        }
        catch (Exception e)
        {
            _failures[key] = $"state: item {key} cannot be read: {e.Message}";
        }
    }
}
