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
    public const int Capacity = 2048;
    public const int LongestFields = 2048;
    public const int MostMarks = 4;

    readonly ItemCache.Entry?[] _items = new ItemCache.Entry?[Capacity];

    /// <param name="entry">An item as it was written.</param>
    public void Keep(ItemCache.Entry entry)
    {
        // One place per key and no lock: whoever comes last stays, and what is pushed out is only decoded again.
        var item = entry.Stored!;
        if (item.Fields.Length <= LongestFields && item.Marks.Entries.Count <= MostMarks)
            Volatile.Write(ref PlaceOf(item.Key), entry);
    }

    /// <returns>The value; null for an item that must be decoded.</returns>
    public object? Find(StateItem item, Strategy strategy)
    {
        var kept = Volatile.Read(ref PlaceOf(item.Key));
        return kept?.Stored is { } same && string.Equals(same.Key, item.Key, StringComparison.Ordinal) && ReferenceEquals(kept.Strategy, strategy)
            && same.Version == item.Version && same.Fields.Span.SequenceEqual(item.Fields.Span)
            ? kept.Value
            : null;
    }

    ref ItemCache.Entry? PlaceOf(string key) => ref _items[(uint)key.GetHashCode(StringComparison.Ordinal) % Capacity];
}
