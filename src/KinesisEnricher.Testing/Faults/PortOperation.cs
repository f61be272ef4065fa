namespace KinesisEnricher.Testing.Faults;

/// <summary>What is asked of a port.</summary>
public enum PortOperation
{
    ReadState,
    WriteState,
    LookUp,
    Emit,
    Quarantine,
}
