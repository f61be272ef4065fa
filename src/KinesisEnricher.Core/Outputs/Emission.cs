namespace KinesisEnricher.Core.Outputs;

/// <summary>
/// Events on their way out, in order per partition key. A sink marks each one that it has taken for good; what it throws is the cause for the others.
/// </summary>
public sealed class Emission(IReadOnlyList<OutputEvent> events)
{
    readonly bool[] _taken = new bool[events.Count];

    public IReadOnlyList<OutputEvent> Events => events;

    public bool IsTaken(int index) => _taken[index];

    public void MarkTaken(int index) => _taken[index] = true;

    public void MarkAllTaken() => Array.Fill(_taken, true);
}
