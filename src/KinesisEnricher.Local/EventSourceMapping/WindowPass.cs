namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What an event of a tumbling window says of it.</summary>
/// <param name="Start">The window's first moment.</param>
/// <param name="End">The moment at which the next begins.</param>
/// <param name="State">The state that the last answer left: a JSON value.</param>
/// <param name="IsFinal">True for the window's last event, which has no records.</param>
/// <param name="IsTerminatedEarly">True when the window ends because its state has outgrown 1 MB.</param>
public sealed record WindowPass(DateTimeOffset Start, DateTimeOffset End, ReadOnlyMemory<byte> State, bool IsFinal, bool IsTerminatedEarly);
