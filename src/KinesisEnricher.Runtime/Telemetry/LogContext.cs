namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>What every line of an invocation says about where it comes from. Members that are null are left out.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Version">The application's version.</param>
/// <param name="RequestId">The invocation; null outside of one.</param>
public sealed record LogContext(string? Function, string? Version, string? RequestId);
