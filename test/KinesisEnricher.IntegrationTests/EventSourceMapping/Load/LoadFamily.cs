using System.Text;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>
/// Makes the events of a family, and keeps in plain dictionaries what its entities must be like once each event was applied, in the order in which it was made.
/// Shares no code with the function.
/// </summary>
abstract class LoadFamily
{
    readonly Dictionary<string, Dictionary<string, object>> _items = new(StringComparer.Ordinal);

    /// <summary>What state items must hold: their keys, and the fields that tell whether each event was applied once. Numbers are decimals, all else is text.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, object>> Items => _items;

    public abstract LoadEvent Next(Random random);

    /// <summary>The fields of an item, which is there from now on. A field inside another has a dot in its name.</summary>
    protected Dictionary<string, object> Item(string key)
    {
        if (!_items.TryGetValue(key, out var fields))
            _items.Add(key, fields = new Dictionary<string, object>(StringComparer.Ordinal));
        return fields;
    }

    protected static ReadOnlyMemory<byte> Utf8(FormattableString json) => Encoding.UTF8.GetBytes(FormattableString.Invariant(json));
}
