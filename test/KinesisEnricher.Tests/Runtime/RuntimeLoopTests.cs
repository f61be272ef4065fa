using System.Buffers;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Runtime.RuntimeApi;
using KinesisEnricher.Tests.Runtime.Telemetry;

namespace KinesisEnricher.Tests.Runtime;

public class RuntimeLoopTests
{
    [Fact]
    public async Task Each_invocation_is_answered_in_turn()
    {
        await using var server = RuntimeApiServer.Start();
        await using var run = Run(server.Address, LambdaHandler.Echo());

        for (var i = 0; i < 20; i++)
            Assert.Equal($"{{\"n\":{i}}}", Text(await server.InvokeAsync(Invocation($"{{\"n\":{i}}}"))));
    }

    [Fact]
    public async Task Large_events_and_answers_pass()
    {
        await using var server = RuntimeApiServer.Start();
        await using var run = Run(server.Address, LambdaHandler.Echo());
        var large = $"\"{new string('x', RuntimeLoop.MaxResponseBytes - 2)}\"";

        var answer = await server.InvokeAsync(Invocation(large));

        Assert.False(answer.IsError);
        Assert.Equal(large, Text(answer));
        Assert.Equal("{}", Text(await server.InvokeAsync(Invocation("{}"))));
    }

    [Fact]
    public async Task Handler_that_throws_fails_its_invocation_and_the_loop_goes_on()
    {
        await using var server = RuntimeApiServer.Start();
        await using var run = Run(server.Address, new LambdaHandler((invocation, response) => Text(invocation.Event.Span) == "\"bad\""
            ? throw new InvalidOperationException("no stock")
            : LambdaHandler.Echo().HandleAsync(invocation, response).AsTask()));

        var failed = await server.InvokeAsync(Invocation("\"bad\""));
        var good = await server.InvokeAsync(Invocation("\"good\""));

        Assert.True(failed.IsError);
        Assert.Equal("Function.InvalidOperationException", failed.ErrorType);
        Assert.Equal("application/vnd.aws.lambda.error+json", failed.ContentType);
        var error = JsonDocument.Parse(failed.Body).RootElement;
        Assert.Equal("InvalidOperationException", error.GetProperty("errorType").GetString());
        Assert.Equal("no stock", error.GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, error.GetProperty("stackTrace").GetArrayLength());
        Assert.Equal("\"good\"", Text(good));
        var line = Assert.Single(run.Log.Lines);
        Assert.Equal("invocation failed", line.GetProperty("message").GetString());
        Assert.NotEqual(0, line.GetProperty("stackTrace").GetArrayLength());
        Assert.DoesNotContain("no stock", run.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_handler_wrote_before_it_threw_goes_nowhere()
    {
        await using var server = RuntimeApiServer.Start();
        var calls = 0;
        await using var run = Run(server.Address, new LambdaHandler((_, response) =>
        {
            response.Write("\"half\""u8);
            return calls++ == 0 ? throw new InvalidOperationException() : Task.CompletedTask;
        }));

        Assert.True((await server.InvokeAsync(Invocation("1"))).IsError);
        Assert.Equal("\"half\"", Text(await server.InvokeAsync(Invocation("2"))));
    }

    [Fact]
    public async Task Cancellation_inside_a_handler_is_a_failure_like_any_other()
    {
        await using var server = RuntimeApiServer.Start();
        await using var run = Run(server.Address, new LambdaHandler((_, _) => throw new OperationCanceledException()));

        Assert.Equal("Function.OperationCanceledException", (await server.InvokeAsync(Invocation("1"))).ErrorType);
        Assert.True((await server.InvokeAsync(Invocation("2"))).IsError);
    }

    [Fact]
    public async Task Response_past_six_megabytes_is_an_error_and_the_loop_goes_on()
    {
        await using var server = RuntimeApiServer.Start();
        var sizes = new Queue<int>([RuntimeLoop.MaxResponseBytes + 1, 10]);
        await using var run = Run(server.Address, new LambdaHandler((_, response) =>
        {
            response.Write(new byte[sizes.Dequeue()]);
            return Task.CompletedTask;
        }));

        var failed = await server.InvokeAsync(Invocation("1"));

        Assert.True(failed.IsError);
        Assert.Contains("6291457 bytes", Text(failed), StringComparison.Ordinal);
        Assert.Equal(10, (await server.InvokeAsync(Invocation("2"))).Body.Length);
    }

    [Fact]
    public async Task Trace_of_each_invocation_is_handed_on_before_it_is_handled()
    {
        await using var server = RuntimeApiServer.Start();
        var seen = new List<string?>();
        var traces = new List<string?>();
        await using var run = Run(server.Address, new LambdaHandler((invocation, _) =>
        {
            seen.Add(invocation.TraceId);
            Assert.Equal(seen, traces);
            return Task.CompletedTask;
        }), traces.Add);

        await server.InvokeAsync(Invocation("1") with { TraceId = "Root=1-a" });
        var second = await server.InvokeAsync(Invocation("2"));

        Assert.False(second.IsError, Text(second));
        Assert.Equal(["Root=1-a", null], seen);
    }

    [Fact]
    public async Task Time_left_is_counted_to_the_deadline()
    {
        await using var server = RuntimeApiServer.Start();
        var clock = new FixedClock(DateTimeOffset.UnixEpoch.AddHours(1));
        var left = new List<TimeSpan?>();
        await using var run = Run(server.Address, new LambdaHandler((invocation, _) =>
        {
            left.Add(invocation.TimeLeft(clock));
            return Task.CompletedTask;
        }));

        await server.InvokeAsync(Invocation("1") with { Deadline = () => clock.Now.AddSeconds(3) });
        await server.InvokeAsync(Invocation("2") with { Deadline = () => clock.Now.AddSeconds(-1) });
        await server.InvokeAsync(Invocation("3"));

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(-1), null], left);
    }

    [Fact]
    public async Task Stop_ends_a_loop_that_waits()
    {
        await using var server = RuntimeApiServer.Start();
        await using var run = Run(server.Address, LambdaHandler.Echo());
        await server.Ready;

        await run.StopAsync();
    }

    [Fact]
    public async Task Stop_lets_the_invocation_in_hand_be_answered()
    {
        await using var server = RuntimeApiServer.Start();
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var run = Run(server.Address, new LambdaHandler(async (invocation, response) =>
        {
            begun.SetResult();
            await finish.Task;
            response.Write(invocation.Event.Span);
        }));
        var answer = server.InvokeAsync(Invocation("\"in hand\""));
        await begun.Task;

        var stopped = run.StopAsync();
        finish.SetResult();

        Assert.Equal("\"in hand\"", Text(await answer));
        await stopped;
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("403 Forbidden")]
    [InlineData("413 Payload Too Large")]
    public async Task Answer_that_is_refused_is_logged_and_the_loop_goes_on(string status)
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(), ScriptedServer.Answer(status, "why"), ScriptedServer.Answer("500 Stop"));
        await using var run = Run(server.Address, LambdaHandler.Echo());

        await Assert.ThrowsAsync<RuntimeApiException>(() => run.Ended);

        Assert.Equal(3, server.Requests.Count);
        Assert.EndsWith("/next HTTP/1.1", server.Requests[2].Line, StringComparison.Ordinal);
        var line = Assert.Single(run.Log.Lines);
        Assert.Equal("id-1", line.GetProperty("requestId").GetString());
        Assert.Contains($"{status[..3]}: why", line.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_refused_with_a_server_error_ends_the_loop()
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(), ScriptedServer.Answer("500 Container Error"));
        await using var run = Run(server.Address, LambdaHandler.Echo());

        var fault = await Assert.ThrowsAsync<RuntimeApiException>(() => run.Ended);

        Assert.Equal(500, fault.Status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(null)]
    public async Task Next_that_fails_ends_the_loop(string? answer)
    {
        await using var server = new ScriptedServer(answer);
        await using var run = Run(server.Address, LambdaHandler.Echo());

        await Assert.ThrowsAsync<RuntimeApiException>(() => run.Ended);
    }

    static RuntimeInvocation Invocation(string json) => new(Encoding.UTF8.GetBytes(json));

    static string Text(RuntimeAnswer answer) => Text(answer.Body.Span);

    static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    static RunningLoop Run(string address, IInvocationHandler handler, Action<string?>? traceChanged = null) => new(address, handler, traceChanged ?? (_ => { }));

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now => now;
        public override DateTimeOffset GetUtcNow() => now;
    }

    sealed class RunningLoop : IAsyncDisposable
    {
        readonly CancellationTokenSource _stop = new();
        readonly RuntimeApiClient _client;

        public RunningLoop(string address, IInvocationHandler handler, Action<string?> traceChanged)
        {
            _client = new RuntimeApiClient(RuntimeApiEndpoint.Parse(address));
            Ended = Task.Run(() => new RuntimeLoop(_client, handler, Log.Logger, traceChanged).RunAsync(_stop.Token));
        }

        public LogLines Log { get; } = new();

        public Task Ended { get; }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Ended;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended.ContinueWith(_ => { }, TaskScheduler.Default);
            _client.Dispose();
            _stop.Dispose();
        }
    }
}
