namespace KinesisEnricher.Testing.Faults;

/// <summary>What a port throws because a rule says so.</summary>
public sealed class InjectedFaultException(PortCall call) : Exception($"Injected fault: {call.Operation} of '{call.Subject}', attempt {call.Attempt}.")
{
    public PortCall Call => call;
}
