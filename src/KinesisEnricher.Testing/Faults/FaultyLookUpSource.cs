using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Testing.Faults;

/// <summary>A look-up source that fails where a rule says so; subjects are <c>source:key</c>.</summary>
public sealed class FaultyLookUpSource(ILookUpSource inner, FaultRule rule) : ILookUpSource
{
    readonly FaultScript _script = new(rule);

    public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken) =>
        inner.GetAsync(_script.Answerable(PortOperation.LookUp, keys, key => key.ToString()), freshness, cancellationToken);

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => inner.CompleteAsync(cancellationToken);
}
