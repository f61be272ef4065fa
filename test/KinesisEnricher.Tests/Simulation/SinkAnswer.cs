namespace KinesisEnricher.Tests.Simulation;

/// <summary>What a sink says.</summary>
/// <param name="Taken">The indices of the events that it took.</param>
/// <param name="Fault">What it throws then; null for nothing.</param>
sealed record SinkAnswer(IReadOnlyList<int> Taken, Exception? Fault);
