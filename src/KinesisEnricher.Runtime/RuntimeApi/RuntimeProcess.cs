using System.Runtime.InteropServices;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>A function as a process of its own: start, loop, stop.</summary>
public static class RuntimeProcess
{
    public const int Stopped = 0;
    public const int Faulted = 1;
    public const int Misused = 2;

    /// <summary>Runs until SIGTERM or SIGINT, which let the invocation in hand finish.</summary>
    /// <param name="environment">Must have <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    /// <param name="start">Makes the handler; what it throws is reported to Lambda as a start-up fault.</param>
    /// <param name="log">Has a line per fault.</param>
    /// <param name="traceChanged">Told the trace of each invocation before it is handled.</param>
    /// <returns>The exit code: 0 stopped, 1 a start-up fault or no Runtime API any more, 2 not run by Lambda.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> environment, Func<IInvocationHandler> start, JsonLogger log, Action<string?> traceChanged)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await RunAsync(environment, start, log, traceChanged, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    internal static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> environment, Func<IInvocationHandler> start, JsonLogger log, Action<string?> traceChanged,
        CancellationToken stop)
    {
        if (environment.GetValueOrDefault(RuntimeApiEndpoint.Variable) is not { Length: > 0 } address)
        {
            log.CannotRun($"{RuntimeApiEndpoint.Variable} is not set: this program is started by AWS Lambda, which sets it to the host:port of its Runtime API.");
            return Misused;
        }
        try
        {
            using var client = new RuntimeApiClient(RuntimeApiEndpoint.Parse(address));
            await using var handler = await StartAsync(client, start, log);
            await new RuntimeLoop(client, handler, log, traceChanged).RunAsync(stop);
            return Stopped;
        }
        catch (Exception fault)
        {
            if (fault is RuntimeApiException or ConfigurationException)
                log.CannotRun(fault.Message);
            else
                log.Crashed(fault.Message, fault);
            return Faulted;
        }
    }

    static async Task<IInvocationHandler> StartAsync(RuntimeApiClient client, Func<IInvocationHandler> start, JsonLogger log)
    {
        try
        {
            return start();
        }
        catch (Exception fault)
        {
            await ReportAsync(client, fault, log);
            throw;
        }
    }

    static async Task ReportAsync(RuntimeApiClient client, Exception fault, JsonLogger log)
    {
        try
        {
            await client.FailInitAsync(fault);
        }
        catch (RuntimeApiException refused)
        {
            log.CannotRun(refused.Message); // The fault itself matters more, and is logged by the caller.
        }
    }
}
