namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Invokes the function that a mapping drives. Lanes invoke it at the same time.</summary>
public interface IFunctionInvoker
{
    /// <param name="utf8Event">The Lambda event, JSON in UTF-8; valid until the returned task ends.</param>
    /// <exception cref="FunctionUnavailableException">The function was not invoked: throttled, or not reached.</exception>
    Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event);
}
