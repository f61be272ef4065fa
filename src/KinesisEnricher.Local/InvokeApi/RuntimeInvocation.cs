namespace KinesisEnricher.Local.InvokeApi;

/// <summary>An invocation to be handed to a function's process.</summary>
/// <param name="Event">The event: JSON in UTF-8.</param>
public sealed record RuntimeInvocation(ReadOnlyMemory<byte> Event)
{
    public string RequestId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>Asked when it is handed out: when the function is stopped. Null sends no such header.</summary>
    public Func<DateTimeOffset>? Deadline { get; init; }

    /// <summary>The X-Ray trace header; null sends none.</summary>
    public string? TraceId { get; init; }

    public string FunctionArn { get; init; } = "arn:aws:lambda:us-east-1:000000000000:function:local";
}
