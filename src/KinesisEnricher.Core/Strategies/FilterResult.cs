namespace KinesisEnricher.Core.Strategies;

/// <summary>What a filter decides: keep the event, drop it with a reason, or quarantine it.</summary>
public readonly record struct FilterResult
{
    internal enum Decision { Keep, Drop, Poison }

    internal Decision Kind { get; private init; }
    internal string? Reason { get; private init; }
    internal string? Detail { get; private init; }

    public static FilterResult Keep => default;

    /// <param name="reason">Short and stable: it is counted.</param>
    public static FilterResult Drop(string reason) => new() { Kind = Decision.Drop, Reason = reason };

    /// <param name="reason">Short and stable, such as <c>101</c> or <c>schema</c>.</param>
    /// <param name="detail">What was wrong and what is allowed.</param>
    public static FilterResult Poison(string reason, string detail) => new() { Kind = Decision.Poison, Reason = reason, Detail = detail };
}
