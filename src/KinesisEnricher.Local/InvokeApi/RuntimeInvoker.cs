using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.InvokeApi;

/// <summary>The function's process that is connected to a Runtime API.</summary>
/// <param name="server">The Runtime API.</param>
/// <param name="timeout">The function's time-out.</param>
/// <param name="time">The clock.</param>
sealed class RuntimeInvoker(RuntimeApiServer server, TimeSpan timeout, TimeProvider time) : IFunctionInvoker
{
    public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
    {
        var invocation = new RuntimeInvocation(utf8Event) { Deadline = time.GetUtcNow() + timeout };
        using var over = new CancellationTokenSource(timeout, time);
        try
        {
            var answer = await server.InvokeAsync(invocation, over.Token);
            return new FunctionAnswer(invocation.RequestId, answer.Body, answer.IsError ? "Unhandled" : null) { Summary = answer.ErrorType ?? "" };
        }
        catch (OperationCanceledException)
        {
            return TimedOut.After(timeout, invocation.RequestId);
        }
    }
}
