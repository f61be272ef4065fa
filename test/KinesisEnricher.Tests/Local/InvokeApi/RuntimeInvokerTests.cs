using System.Globalization;
using System.Text;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Local.InvokeApi;

public sealed class RuntimeInvokerTests : IAsyncDisposable
{
    static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(60);

    readonly ManualTimeProvider _time = new();
    readonly CancellationTokenSource _stop = new();
    readonly RuntimeApiServer _server = RuntimeApiServer.Start();
    readonly HttpClient _process = new();
    readonly RuntimeInvoker _invoker;

    public RuntimeInvokerTests() => _invoker = new RuntimeInvoker(_server, FunctionTimeout, _time, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        _process.Dispose();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Time_that_an_invocation_waits_for_the_one_before_it_is_not_its_own()
    {
        var start = _time.GetUtcNow();
        var first = _invoker.InvokeAsync("1"u8.ToArray());
        var second = _invoker.InvokeAsync("2"u8.ToArray());

        var taken = await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        await AnswerAsync(taken.Id, "one");
        var next = await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        await AnswerAsync(next.Id, "two");

        Assert.Equal(start.AddSeconds(60), taken.Deadline);
        Assert.Equal(start.AddSeconds(100), next.Deadline);
        Assert.Equal((null, "one"), Parts(await first));
        Assert.Equal((null, "two"), Parts(await second));
    }

    [Fact]
    public async Task Invocation_that_is_handed_out_and_not_answered_times_out()
    {
        var answering = _invoker.InvokeAsync("{}"u8.ToArray());
        await TakeAsync();
        while (_time.PendingTimers == 0)
            await Task.Yield();

        _time.Advance(FunctionTimeout);

        var (error, payload) = Parts(await answering);
        Assert.Equal("Unhandled", error);
        Assert.Contains("Task timed out after 60.00 seconds", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invocation_that_nobody_takes_ends_with_the_server()
    {
        var answering = _invoker.InvokeAsync("{}"u8.ToArray());

        await _stop.CancelAsync();

        await Assert.ThrowsAsync<FunctionUnavailableException>(() => answering);
    }

    async Task<(string Id, DateTimeOffset Deadline)> TakeAsync()
    {
        using var response = await _process.GetAsync(UrlOf("next"));
        return (Header("Lambda-Runtime-Aws-Request-Id"), DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Header("Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture)));

        string Header(string name) => response.Headers.GetValues(name).Single();
    }

    async Task AnswerAsync(string id, string answer)
    {
        using var response = await _process.PostAsync(UrlOf($"{id}/response"), new StringContent(answer));
        response.EnsureSuccessStatusCode();
    }

    Uri UrlOf(string what) => new($"http://{_server.Address}/2018-06-01/runtime/invocation/{what}");

    static (string? Error, string Payload) Parts(FunctionAnswer answer) => (answer.FunctionError, Encoding.UTF8.GetString(answer.Payload.Span));
}
