using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Testing.Faults;

/// <summary>A quarantine that fails where a rule says so; subjects are positions, as <c>number.sub</c>.</summary>
public sealed class FaultyQuarantine(IQuarantine inner, FaultRule rule) : IQuarantine
{
    readonly FaultScript _script = new(rule);

    public async ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var fault = _script.Decide(PortOperation.Quarantine, record.Position.ToString(), out var call);
        if (fault is PortFault.None or PortFault.ThrowAfter)
            await inner.KeepAsync(record, cancellationToken);
        if (fault != PortFault.None)
            throw new InjectedFaultException(call);
    }
}
