using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.InvokeApi;

/// <summary>The function's process that is connected to a Runtime API. It takes one invocation at a time, and has the whole time-out for each.</summary>
/// <param name="server">The Runtime API.</param>
/// <param name="timeout">The function's time-out.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends invocations that are not answered.</param>
sealed class RuntimeInvoker(RuntimeApiServer server, TimeSpan timeout, TimeProvider time, CancellationToken stop) : IFunctionInvoker
{
    public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
    {
        var handedOut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var invocation = new RuntimeInvocation(utf8Event)
        {
            Deadline = () =>
            {
                handedOut.TrySetResult();
                return time.GetUtcNow() + timeout;
            },
        };
        try
        {
            var answering = server.InvokeAsync(invocation, stop);
            await Task.WhenAny(answering, handedOut.Task);
            var answer = await answering.WaitAsync(timeout, time, stop);
            return new FunctionAnswer(invocation.RequestId, answer.Body, answer.IsError ? "Unhandled" : null) { Summary = answer.ErrorType ?? "" };
        }
        catch (TimeoutException)
        {
            return TimedOut.After(timeout, invocation.RequestId);
        }
        catch (OperationCanceledException e)
        {
            throw new FunctionUnavailableException($"{invocation.RequestId} was not answered before the end.", e);
        }
    }
}
