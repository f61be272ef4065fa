using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Values of items written lately. An item is always read from the store; one whose fields are byte for byte those that were written has the value that they were
/// written from, and is not decoded again. Holds <see cref="Capacity"/> items at most, of <see cref="LongestFields"/> bytes and <see cref="MostMarks"/> marks at
/// most. Safe for concurrent use.
/// </summary>
sealed class RecentItems
{
    public const int Capacity = 2 * Pairs;
    public const int LongestFields = 2048;
    public const int MostMarks = 4;

    const int Pairs = 1024;

    readonly ItemCache.Entry?[] _items = new ItemCache.Entry?[Capacity];

    /// <param name="entry">An item as it was written.</param>
    public void Keep(ItemCache.Entry entry)
    {
        var item = entry.Stored!;
        if (item.Fields.Length > LongestFields || item.Marks.AsSpan().Length > MostMarks)
            return;
        // Two places per key and no lock: whoever came before the last is pushed out, and is only decoded again.
        var places = PlacesOf(item.Key);
        var last = Volatile.Read(ref places[0]);
        if (last is not null && !string.Equals(last.Stored!.Key, item.Key, StringComparison.Ordinal))
            Volatile.Write(ref places[1], last);
        Volatile.Write(ref places[0], entry);
    }

    /// <returns>The value; null for an item that must be decoded.</returns>
    public object? Find(StateItem item, Strategy strategy)
    {
        var places = PlacesOf(item.Key);
        return ValueOf(Volatile.Read(ref places[0]), item, strategy) ?? ValueOf(Volatile.Read(ref places[1]), item, strategy);
    }

    static object? ValueOf(ItemCache.Entry? kept, StateItem item, Strategy strategy) =>
        kept?.Stored is { } same && string.Equals(same.Key, item.Key, StringComparison.Ordinal) && ReferenceEquals(kept.Strategy, strategy)
            && same.Version == item.Version && same.Fields.Span.SequenceEqual(item.Fields.Span)
            ? kept.Value
            : null;

    Span<ItemCache.Entry?> PlacesOf(string key) => _items.AsSpan((int)((uint)key.GetHashCode(StringComparison.Ordinal) % Pairs) * 2, 2);
}
