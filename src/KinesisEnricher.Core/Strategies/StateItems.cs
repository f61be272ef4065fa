namespace KinesisEnricher.Core.Strategies;

/// <summary>
/// The state items that an event planned, as the event before it left them. Setting one gives it its new value, which must depend on that item and the
/// event alone. Values are never changed in place: set a new one.
/// </summary>
public readonly struct StateItems<TState> where TState : class
{
    readonly IStateAccess _access;

    internal StateItems(IStateAccess access) => _access = access;

    /// <summary>The item's value; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">The key was not planned by this event.</exception>
    public TState? this[string key]
    {
        get => (TState?)_access.Get(key);
        set => _access.Set(key, value ?? throw new ArgumentNullException(nameof(value), $"State item '{key}' cannot be removed."));
    }
}
