namespace KinesisEnricher.UserLimits;

/// <summary>
/// The aggregate's sequence numbers that were applied to a limit: the highest of all, and the last <see cref="Capacity"/> in the order in which they were applied.
/// Immutable.
/// </summary>
sealed record AppliedNumbers
{
    public const int Capacity = 100;

    public static AppliedNumbers None { get; } = new() { Highest = null, Last = [] };

    /// <summary>Kept by itself, so that late numbers cannot push it out; null before the first.</summary>
    public required long? Highest { get; init; }

    /// <summary>First applied first.</summary>
    public required IReadOnlyList<long> Last { get; init; }

    public bool Contains(long number) => Last.Contains(number);

    /// <summary>True for a number that comes after a higher one.</summary>
    public bool IsLate(long number) => number < Highest;

    public AppliedNumbers Add(long number) => new()
    {
        Highest = Highest > number ? Highest : number,
        Last = [.. Last.Skip(Math.Max(0, Last.Count - Capacity + 1)), number],
    };
}
