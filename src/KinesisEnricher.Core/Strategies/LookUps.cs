using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Strategies;

/// <summary>The answers to the look-ups that a chunk's events planned.</summary>
public sealed class LookUps
{
    readonly Dictionary<LookUpKey, object?> _values;

    internal LookUps(Dictionary<LookUpKey, object?> values) => _values = values;

    /// <returns>The value, or null where the source has none.</returns>
    /// <exception cref="InvalidOperationException">The key was not planned.</exception>
    public T? Get<T>(LookUp<T> source, string key) where T : class =>
        _values.TryGetValue(new LookUpKey(source.Source, key), out var value)
            ? (T?)value
            : throw new InvalidOperationException($"Look-up '{source.Source}:{key}' was not planned.");
}
