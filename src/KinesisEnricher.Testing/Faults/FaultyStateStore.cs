using KinesisEnricher.Core.State;

namespace KinesisEnricher.Testing.Faults;

/// <summary>A store that fails where a rule says so; subjects are state keys.</summary>
public sealed class FaultyStateStore(IStateStore inner, FaultRule rule) : IStateStore
{
    readonly FaultScript _script = new(rule);

    public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        inner.ReadAsync(_script.Answerable(PortOperation.ReadState, keys, key => key), cancellationToken);

    public async ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken)
    {
        var fault = _script.Decide(PortOperation.WriteState, item.Key, out var call);
        switch (fault)
        {
            case PortFault.None:
                return await inner.TryWriteAsync(item, cancellationToken);
            case PortFault.Conflict:
                return false;
            case PortFault.ThrowAfter:
                await inner.TryWriteAsync(item, cancellationToken);
                break;
        }
        throw new InjectedFaultException(call);
    }
}
