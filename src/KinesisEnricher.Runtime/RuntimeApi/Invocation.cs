namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>One invocation of the function. The event lies in a pooled buffer and is valid until the invocation is disposed of.</summary>
public sealed record Invocation : IDisposable
{
    readonly PooledBuffer _event;

    /// <param name="utf8Event">The event; the invocation owns it from here on.</param>
    public Invocation(PooledBuffer utf8Event) => _event = utf8Event;

    public required string RequestId { get; init; }

    /// <summary>When the function is stopped, in UTC; null when the Runtime API does not say.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>The X-Ray trace header; null without one.</summary>
    public required string? TraceId { get; init; }

    /// <summary>The function, version or alias that was invoked; null when the Runtime API does not say.</summary>
    public required string? FunctionArn { get; init; }

    /// <summary>The event in UTF-8. A handler may change it.</summary>
    public Memory<byte> Event => _event.Written;

    /// <summary>Time until the function is stopped, below zero when that has passed; null when nobody knows.</summary>
    public TimeSpan? TimeLeft(TimeProvider time) => Deadline - time.GetUtcNow();

    public void Dispose() => _event.Dispose();
}
