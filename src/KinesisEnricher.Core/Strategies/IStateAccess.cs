namespace KinesisEnricher.Core.Strategies;

/// <summary>How <see cref="StateItems{TState}"/> reaches the items of the event in hand.</summary>
interface IStateAccess
{
    object? Get(string key);
    void Set(string key, object value);
}
