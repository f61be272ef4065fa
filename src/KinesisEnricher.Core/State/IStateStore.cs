namespace KinesisEnricher.Core.State;

/// <summary>
/// Where entities are kept. An exception is transient: the pipeline tries again with backoff inside the deadline, and then fails the records concerned.
/// Implementations are safe for concurrent use and start nothing that outlives a call.
/// </summary>
public interface IStateStore
{
    /// <summary>Reads items, consistently.</summary>
    /// <param name="keys">Distinct keys, any number.</param>
    /// <param name="cancellationToken">Ends the call before the invocation's deadline does.</param>
    /// <returns>An entry per key that was read: the item, or null where there is none. A key without an entry was not read (throttled) and is asked for again.</returns>
    ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one item on the condition that the stored <c>rev</c> is one below <see cref="StateItem.Rev"/>, or that there is no item when it is 1.
    /// </summary>
    /// <returns>False when the condition does not hold: somebody else wrote the item.</returns>
    ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken);
}
