using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>serve</c>: Lambda's Invoke API, and with <c>--no-function</c> its Runtime API.</summary>
sealed class ServeCommand : Command, IHasExamples
{
    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;
    readonly Option<int> _port = Port("--port", "The Invoke API's port; 0 takes a free one.", 9001);
    readonly Option<int> _runtimePort = Port("--runtime-port", "The Runtime API's port, with --no-function.", 5050);

    readonly Option<bool> _noFunction = new("--no-function")
    {
        Description = "Not the function in this program: wait for one that connects to the Runtime API, such as a bootstrap, or the function under a debugger.",
    };

    readonly Option<string> _name = new("--function-name")
    {
        Description = "The function's name; 'function', the runtime emulator's, is known besides.", HelpName = "NAME", DefaultValueFactory = _ => "KinesisEnricher",
    };

    readonly Option<int> _timeout = Choices.Number("--timeout", "SECONDS", min: 1, max: 900, fallback: 60, "The function's time-out.");

    public ServeCommand(GlobalOptions global, Surroundings surroundings) : base("serve", "Serve Lambda's Invoke API on this machine.")
    {
        _global = global;
        _surroundings = surroundings;
        foreach (var option in new Option[] { _port, _noFunction, _runtimePort, _name, _timeout })
            Add(option);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples, from another terminal:
          curl -d @events/user-limits.json http://127.0.0.1:9001/2015-03-31/functions/function/invocations
          AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:9001 aws lambda invoke --function-name KinesisEnricher \
              --cli-binary-format raw-in-base64-out --payload file://events/user-limits.json --log-type Tail out.json
          -- serve --no-function, and then: AWS_LAMBDA_RUNTIME_API=127.0.0.1:5050 out/bootstrap
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout));
        if (parsed.GetValue(_noFunction))
        {
            await using var runtime = Listen("--runtime-port", parsed.GetValue(_runtimePort), port => RuntimeApiServer.Start(port, path: null));
            await _surroundings.Out.WriteLineAsync($"Runtime API   AWS_LAMBDA_RUNTIME_API={runtime.Address}");
            await ServeAsync(parsed, new RuntimeInvoker(runtime, timeout, _surroundings.Time, cancellationToken), timeout, cancellationToken);
            return ExitCode.Done;
        }
        var deployment = new Deployment(settings.Variables, _surroundings);
        // With a console in the background, what goes out is seen by -v only.
        await using var enricher = deployment.Create(ports => ports.Sink is ConsoleSink && settings.Verbosity != Verbosity.Verbose
            ? ports with { Sink = new NoneSink() }
            : ports);
        foreach (var warning in enricher.Warnings)
            await _surroundings.Error.WriteLineAsync(warning);
        await ServeAsync(parsed, new EnricherInvoker(enricher, timeout), timeout, cancellationToken);
        return ExitCode.Done;
    }

    async Task ServeAsync(ParseResult parsed, IFunctionInvoker invoker, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name)!;
        await using var server = Listen("--port", parsed.GetValue(_port), port => InvokeApiServer.Start(port, name, timeout, invoker, Log, _surroundings.Time));
        await _surroundings.Out.WriteLineAsync($"Invoke API    AWS_ENDPOINT_URL_LAMBDA={server.Endpoint.AbsoluteUri.TrimEnd('/')}   function {name}   Ctrl-C ends it");
        await _surroundings.Out.FlushAsync(cancellationToken);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _surroundings.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What it was waiting for.
        }
    }

    void Log(string line)
    {
        lock (_surroundings.Out)
        {
            _surroundings.Out.WriteLine(Printable.Line(line));
            _surroundings.Out.Flush();
        }
    }

    static T Listen<T>(string option, int port, Func<int, T> start)
    {
        try
        {
            return start(port);
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            throw new UsageException($"{option} is '{port}', and cannot be listened on: {e.Message}", e);
        }
    }

    static Option<int> Port(string name, string description, int port) =>
        Choices.Number(name, "PORT", min: 0, max: 65_535, port, string.Create(CultureInfo.InvariantCulture, $"{description} {port} by default."));
}
