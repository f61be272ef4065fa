namespace KinesisEnricher.Tests.Simulation;

/// <summary>What a freeze does to a process's clocks.</summary>
/// <param name="MonotonicStandsStill">The monotonic clock stands still meanwhile.</param>
/// <param name="UtcStandsStill">The time of day stands still meanwhile.</param>
/// <param name="UtcJump">How far the time of day is set forward, or back, at the thaw.</param>
readonly record struct ClockFault(bool MonotonicStandsStill, bool UtcStandsStill, TimeSpan UtcJump)
{
    /// <summary>While an invocation lasts: one of the clocks goes on, or no process could know how late it is.</summary>
    public static ClockFault Of(Random random) => random.Next(4) switch
    {
        0 => new(MonotonicStandsStill: true, UtcStandsStill: false, default),
        1 => new(MonotonicStandsStill: false, UtcStandsStill: true, default),
        2 => new(MonotonicStandsStill: false, UtcStandsStill: false, Jump(random)),
        _ => default,
    };

    /// <summary>Between invocations: the clocks may do anything.</summary>
    public static ClockFault AtRest(Random random) =>
        new(MonotonicStandsStill: random.Next(2) == 0, UtcStandsStill: random.Next(4) == 0, random.Next(3) == 0 ? Jump(random) : default);

    /// <summary>Seconds or hours.</summary>
    static TimeSpan Jump(Random random) => (random.Next(2) == 0 ? TimeSpan.FromSeconds(10) : TimeSpan.FromHours(10)) * (random.NextDouble() - 0.5);

    public override string ToString() => string.Join(", ", Words()) is { Length: > 0 } words ? words : "both clocks went on";

    IEnumerable<string> Words()
    {
        if (MonotonicStandsStill)
            yield return "the monotonic clock stood still";
        if (UtcStandsStill)
            yield return "UTC stood still";
        if (UtcJump != default)
            yield return $"UTC was set by {UtcJump.TotalMilliseconds:0} ms";
    }
}
