using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>Takes one invocation after the other from the Runtime API, until it is told to stop.</summary>
/// <param name="client">The Runtime API.</param>
/// <param name="handler">What is done with an invocation.</param>
/// <param name="log">Has a line per fault.</param>
/// <param name="traceChanged">Told the trace of each invocation before it is handled.</param>
public sealed class RuntimeLoop(RuntimeApiClient client, IInvocationHandler handler, JsonLogger log, Action<string?> traceChanged)
{
    /// <summary>The largest answer that Lambda takes, in bytes.</summary>
    public const int MaxResponseBytes = 6 * 1024 * 1024;

    /// <param name="stop">Ends the loop between invocations; the one in hand is finished and answered.</param>
    /// <exception cref="RuntimeApiException">The Runtime API is gone or in a state that cannot be mended: the process is to end.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var response = new PooledBuffer();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var invocation = await client.NextAsync(stop);
                traceChanged(invocation.TraceId);
                response.Clear();
                await HandleAsync(invocation, response);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    async Task HandleAsync(Invocation invocation, PooledBuffer response)
    {
        var fault = TryHandle(invocation, response);
        try
        {
            if (fault is null)
            {
                await client.RespondAsync(invocation.RequestId, response.Written);
                return;
            }
            log.For(invocation.RequestId).InvocationFailed(fault);
            await client.FailAsync(invocation.RequestId, fault);
        }
        catch (RuntimeApiException refused) when (refused.Status is null or < 500)
        {
            // This invocation is lost, the next one need not be. A 5xx means that Lambda wants the process to end.
            log.For(invocation.RequestId).AnswerRefused(refused.Message);
        }
    }

    /// <summary>This thread has nothing else to do until the answer, so it waits: that costs less, a first time above all, than to put all its callers aside.</summary>
    Exception? TryHandle(Invocation invocation, PooledBuffer response)
    {
        try
        {
            handler.HandleAsync(invocation, response).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception fault)
        {
            return fault;
        }
        return response.Count <= MaxResponseBytes ? null : new ResponseTooLargeException(response.Count, MaxResponseBytes);
    }
}
