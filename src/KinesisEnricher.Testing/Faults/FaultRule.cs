namespace KinesisEnricher.Testing.Faults;

/// <summary>Decides, call by call, what becomes of what is asked of a port. It may be called from several threads at once.</summary>
public delegate PortFault FaultRule(PortCall call);
