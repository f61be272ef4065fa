namespace KinesisEnricher.Testing.Faults;

/// <summary>One thing that is asked of a port.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Subject">What for: a state key, <c>source:key</c> of a look-up, the id of an event, the position of a quarantined record.</param>
/// <param name="Attempt">How often this was asked for this subject, this time included: 1 and up.</param>
public readonly record struct PortCall(PortOperation Operation, string Subject, int Attempt);
