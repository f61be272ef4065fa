using System.Collections.Concurrent;

namespace KinesisEnricher.Testing.Faults;

/// <summary>Counts the attempts for a rule and asks it.</summary>
sealed class FaultScript(FaultRule rule)
{
    readonly ConcurrentDictionary<(PortOperation, string), int> _attempts = new();

    public PortFault Decide(PortOperation operation, string subject, out PortCall call)
    {
        call = new PortCall(operation, subject, _attempts.AddOrUpdate((operation, subject), 1, (_, attempts) => attempts + 1));
        return rule(call);
    }

    /// <summary>Parts what can be answered from what cannot.</summary>
    /// <returns>The subjects to pass on.</returns>
    /// <exception cref="InjectedFaultException">A subject throws and none is to be passed on.</exception>
    public List<T> Answerable<T>(PortOperation operation, IReadOnlyCollection<T> subjects, Func<T, string> nameOf)
    {
        var answerable = new List<T>(subjects.Count);
        PortCall? thrown = null;
        foreach (var subject in subjects)
        {
            var fault = Decide(operation, nameOf(subject), out var call);
            if (fault == PortFault.None)
                answerable.Add(subject);
            else if (fault is PortFault.Throw or PortFault.ThrowAfter)
                thrown ??= call;
        }
        return answerable.Count == 0 && thrown is { } first ? throw new InjectedFaultException(first) : answerable;
    }
}
