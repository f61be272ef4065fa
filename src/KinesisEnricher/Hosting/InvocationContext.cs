namespace KinesisEnricher.Hosting;

/// <summary>What is known of an invocation besides its event.</summary>
/// <param name="RequestId">Lambda's id for it.</param>
/// <param name="TimeLeft">Time until the function is stopped; null when nobody knows.</param>
/// <param name="TraceHeader">The X-Ray trace header; null without one.</param>
sealed record InvocationContext(string RequestId, TimeSpan? TimeLeft, string? TraceHeader);
