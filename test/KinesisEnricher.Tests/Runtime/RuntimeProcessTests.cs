using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.RuntimeApi;
using KinesisEnricher.Tests.Runtime.Telemetry;

namespace KinesisEnricher.Tests.Runtime;

public class RuntimeProcessTests
{
    readonly LogLines _log = new();

    [Fact]
    public async Task Start_up_fault_is_reported_and_ends_the_process()
    {
        await using var server = RuntimeApiServer.Start();

        var exitCode = await RunAsync(server.Address, () => throw new ConfigurationException("OUTPUT", "kafka", "console, none"));

        Assert.Equal(1, exitCode);
        Assert.Equal("OUTPUT is 'kafka'; allowed: console, none.", Assert.Single(_log.Messages));
        var error = await server.InitError;
        Assert.Equal("Init.ConfigurationException", error.ErrorType);
        Assert.Equal("OUTPUT is 'kafka'; allowed: console, none.", JsonDocument.Parse(error.Body).RootElement.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Unexpected_start_up_fault_is_logged_with_its_stack()
    {
        await using var server = RuntimeApiServer.Start();

        Assert.Equal(1, await RunAsync(server.Address, () => throw new InvalidOperationException("broken")));

        Assert.Contains(nameof(Unexpected_start_up_fault_is_logged_with_its_stack), Assert.Single(_log.Lines).GetProperty("stackTrace").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_up_fault_shows_even_when_it_cannot_be_reported()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("500 No"));

        Assert.Equal(1, await RunAsync(server.Address, () => throw new ConfigurationException("OUTPUT", "kafka", "none")));

        Assert.Equal(2, _log.Messages.Count);
        Assert.Equal("OUTPUT is 'kafka'; allowed: none.", _log.Messages[1]);
    }

    [Fact]
    public async Task Stop_closes_the_handler_and_exits_with_zero()
    {
        await using var server = RuntimeApiServer.Start();
        using var stop = new CancellationTokenSource();
        var handler = LambdaHandler.Echo();
        var exitCode = RunAsync(server.Address, () => handler, stop.Token);
        await server.InvokeAsync(new RuntimeInvocation("{}"u8.ToArray()));
        Assert.False(handler.IsClosed);

        await stop.CancelAsync();

        Assert.Equal(0, await exitCode);
        Assert.True(handler.IsClosed);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Runtime_api_that_goes_away_ends_the_process_with_one_and_closes_the_handler()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("500 Gone"));
        var handler = LambdaHandler.Echo();

        Assert.Equal(1, await RunAsync(server.Address, () => handler));

        Assert.True(handler.IsClosed);
        Assert.Contains("500", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_cannot_be_read_ends_the_process_with_one()
    {
        Assert.Equal(1, await RunAsync("http://127.0.0.1:9001", LambdaHandler.Echo));

        Assert.StartsWith("AWS_LAMBDA_RUNTIME_API is 'http://127.0.0.1:9001'", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Process_that_lambda_did_not_start_says_so_and_exits_with_two(string? address)
    {
        var exitCode = await RunAsync(address, () => throw new InvalidOperationException("must not be started"));

        Assert.Equal(2, exitCode);
        Assert.StartsWith("AWS_LAMBDA_RUNTIME_API is not set", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    Task<int> RunAsync(string? address, Func<IInvocationHandler> start, CancellationToken stop = default)
    {
        var environment = new Dictionary<string, string>();
        if (address is not null)
            environment[RuntimeApiEndpoint.Variable] = address;
        return Task.Run(() => RuntimeProcess.RunAsync(environment, start, _log.Logger, _ => { }, stop), CancellationToken.None);
    }
}
