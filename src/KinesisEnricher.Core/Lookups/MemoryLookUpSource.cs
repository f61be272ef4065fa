using System.Collections.Concurrent;

namespace KinesisEnricher.Core.Lookups;

/// <summary>Reference data held in memory. It answers every key: with its value, or that there is none.</summary>
public sealed class MemoryLookUpSource : ILookUpSource
{
    readonly ConcurrentDictionary<LookUpKey, ReadOnlyMemory<byte>> _values = new();

    /// <summary>How many keys have a value.</summary>
    public int Count => _values.Count;

    /// <summary>Every key that has a value, in no order.</summary>
    public IEnumerable<KeyValuePair<LookUpKey, ReadOnlyMemory<byte>>> Entries => _values;

    /// <summary>Gives a key its value, in place of the one it had.</summary>
    /// <param name="key">The key.</param>
    /// <param name="json">A JSON value in UTF-8, never changed afterwards.</param>
    public void Set(LookUpKey key, ReadOnlyMemory<byte> json) => _values[key] = json;

    /// <returns>The key's value, or null where it has none.</returns>
    public ReadOnlyMemory<byte>? Find(LookUpKey key) => _values.TryGetValue(key, out var json) ? json : default(ReadOnlyMemory<byte>?); // A bare null would become empty memory.

    public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new LookUpAnswers(keys.Count) { FromMemory = keys.Count };
        foreach (var key in keys)
            found[key] = Find(key);
        return new(found);
    }
}
