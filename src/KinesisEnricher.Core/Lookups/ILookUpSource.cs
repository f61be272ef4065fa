namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Answers many look-up keys at once: the way to reference data, another store or an API. An exception is transient.
/// Implementations are safe for concurrent use and start nothing that outlives <see cref="CompleteAsync"/>.
/// </summary>
public interface ILookUpSource
{
    /// <param name="keys">Distinct keys, any number, of any registered source name.</param>
    /// <param name="freshness">Whether a cached answer will do.</param>
    /// <param name="cancellationToken">Ends the call before the invocation's deadline does.</param>
    /// <returns>
    /// An entry per key that was answered: a JSON value in UTF-8, or null where there is none. A key without an entry was not answered and is asked for again.
    /// </returns>
    ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for what was begun beside the answers, such as filling a cache: it is called before an invocation is answered, so that nothing outlives it. It
    /// does not throw for what is no look-up's failure.
    /// </summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken) => default;
}
