namespace KinesisEnricher.Core.Strategies;

/// <summary>A family was asked for that nobody registered.</summary>
public sealed class UnknownStrategyException(string name, IEnumerable<string> allowed)
    : Exception($"Unknown strategy '{name}'. Allowed: {string.Join(", ", allowed)}.");
