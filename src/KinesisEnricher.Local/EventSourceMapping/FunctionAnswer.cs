using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What an invocation came to.</summary>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="Payload">The function's answer, or its error's JSON, in UTF-8.</param>
/// <param name="FunctionError">Null when the function answered; <c>Unhandled</c> when it threw or ran out of time.</param>
public sealed record FunctionAnswer(string RequestId, ReadOnlyMemory<byte> Payload, string? FunctionError = null)
{
    /// <summary>What became of the records, in a few words; empty where only the function knows.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The invocation in figures; null where only the function knows.</summary>
    public BatchStatistics? Statistics { get; init; }
}
