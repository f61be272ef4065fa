using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Values of items written lately. An item is always read from the store; one whose fields are byte for byte those that were written has the value that they were
/// written from, and is not decoded again. Holds <see cref="Capacity"/> items at most, of <see cref="LongestFields"/> bytes at most. Safe for concurrent use.
/// </summary>
sealed class RecentItems
{
    public const int Capacity = 2048;
    public const int LongestFields = 2048;

    readonly Kept?[] _items = new Kept?[Capacity];

    sealed record Kept(StateItem Item, Strategy Strategy, object Value);

    public void Keep(StateItem item, Strategy strategy, object value)
    {
        // One place per key and no lock: whoever comes last stays, and what is pushed out is only decoded again.
        if (item.Fields.Length <= LongestFields)
            Volatile.Write(ref PlaceOf(item.Key), new Kept(item, strategy, value));
    }

    /// <returns>The value; null for an item that must be decoded.</returns>
    public object? Find(StateItem item, Strategy strategy)
    {
        var kept = Volatile.Read(ref PlaceOf(item.Key));
        return kept is not null && string.Equals(kept.Item.Key, item.Key, StringComparison.Ordinal) && ReferenceEquals(kept.Strategy, strategy)
            && kept.Item.Version == item.Version && kept.Item.Fields.Span.SequenceEqual(item.Fields.Span)
            ? kept.Value
            : null;
    }

    ref Kept? PlaceOf(string key) => ref _items[(uint)key.GetHashCode(StringComparison.Ordinal) % Capacity];
}
