using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Testing.Faults;

/// <summary>A sink that fails where a rule says so; subjects are event ids. It passes the other events on, and throws after that.</summary>
public sealed class FaultySink(IEventSink inner, FaultRule rule) : IEventSink
{
    readonly FaultScript _script = new(rule);

    public int MaxEventBytes => inner.MaxEventBytes;

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        var passed = new List<int>(emission.Events.Count);
        var lost = new HashSet<int>();
        PortCall? thrown = null;
        for (var i = 0; i < emission.Events.Count; i++)
        {
            var fault = _script.Decide(PortOperation.Emit, emission.Events[i].Id, out var call);
            if (fault is PortFault.None or PortFault.ThrowAfter)
                passed.Add(i);
            if (fault == PortFault.ThrowAfter)
                lost.Add(i);
            if (fault is PortFault.Throw or PortFault.ThrowAfter)
                thrown ??= call;
        }
        var part = new Emission([.. passed.Select(i => emission.Events[i])]);
        await inner.EmitAsync(part, cancellationToken);
        for (var i = 0; i < passed.Count; i++)
        {
            if (part.IsTaken(i) && !lost.Contains(passed[i]))
                emission.MarkTaken(passed[i]);
        }
        if (thrown is { } first)
            throw new InjectedFaultException(first);
    }
}
