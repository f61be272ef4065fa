using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Inputs;

namespace KinesisEnricher.Local.Running;

/// <summary>What became of a Lambda event.</summary>
sealed record EventReport
{
    /// <summary>The event's name; see <see cref="LambdaEvent.Name"/>.</summary>
    public required string Name { get; init; }

    public required BatchSummary Summary { get; init; }

    /// <summary>One per user record, in event order; none when the handler failed before it could tell.</summary>
    public required IReadOnlyList<OutcomeLine> Outcomes { get; init; }

    /// <summary>The events that were put out, in that order, repetitions included.</summary>
    public required IReadOnlyList<OutputEvent> Events { get; init; }

    /// <summary>How many records went to quarantine.</summary>
    public required int Kept { get; init; }

    /// <summary>What Lambda would get: the answer or, when the handler threw, the error document. UTF-8 JSON on one line.</summary>
    public required ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>The figures that the function's metrics would show; null when the handler failed before it could tell.</summary>
    public BatchStatistics? Statistics { get; init; }

    /// <summary>What the handler threw, which has Lambda deliver the whole batch again; null when it answered.</summary>
    public Exception? Error { get; init; }
}
