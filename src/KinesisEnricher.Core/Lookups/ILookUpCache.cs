namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Look-up answers outside this process, shared with others. It is an optimisation and never the reason that a look-up fails: whatever is wrong with it, it has
/// nothing and keeps nothing, soon. Implementations are safe for concurrent use.
/// </summary>
public interface ILookUpCache
{
    /// <param name="keys">Distinct keys, any number: asked for in one round trip.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An entry per key that the cache has.</returns>
    /// <exception cref="OperationCanceledException">The call was ended.</exception>
    ValueTask<IReadOnlyDictionary<LookUpKey, LookUpEntry>> GetAsync(IReadOnlyCollection<LookUpKey> keys, CancellationToken cancellationToken);

    /// <summary>Keeps values in place of what the cache has, and the answer "there is none" only where it has nothing.</summary>
    /// <param name="entries">Any number: sent together.</param>
    /// <param name="cancellationToken">Ends the call: what was not sent is not sent any more.</param>
    ValueTask SetAsync(IReadOnlyCollection<KeyValuePair<LookUpKey, LookUpEntry>> entries, CancellationToken cancellationToken);
}
