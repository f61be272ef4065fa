using System.Text;
using Amazon.Runtime;
using KinesisEnricher.Local.Emulators;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class HttpInvokerTests
{
    static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(60);

    readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Function_that_does_not_answer_in_time_has_failed()
    {
        var function = new Hanging();
        await using var server = InvokeApiServer.Start(0, "function", FunctionTimeout, function, _ => { }, TimeProvider.System);
        using var invoker = Invoker(server.Endpoint);

        var answering = invoker.InvokeAsync("{}"u8.ToArray());
        await function.Invoked.Task;
        _time.Advance(TimeSpan.FromSeconds(70));
        var answer = await answering;
        function.Answer.SetResult(new FunctionAnswer("late", "{}"u8.ToArray()));

        Assert.Equal("Unhandled", answer.FunctionError);
        Assert.EndsWith("Task timed out after 60.00 seconds\"}", Encoding.UTF8.GetString(answer.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_that_nobody_serves_was_not_invoked()
    {
        using var invoker = Invoker(new Uri($"http://127.0.0.1:{LocalServer.FreePort()}"));

        await Assert.ThrowsAsync<FunctionUnavailableException>(() => invoker.InvokeAsync("{}"u8.ToArray()));
    }

    [Fact]
    public async Task What_the_function_says_went_wrong_is_told()
    {
        var function = new Hanging();
        function.Answer.SetResult(new FunctionAnswer("r", """{"errorType":"BadTable","errorMessage":"no such table"}"""u8.ToArray(), "Unhandled"));
        await using var server = InvokeApiServer.Start(0, "function", FunctionTimeout, function, _ => { }, TimeProvider.System);
        using var invoker = Invoker(server.Endpoint);

        var answer = await invoker.InvokeAsync("{}"u8.ToArray());

        Assert.Equal(("Unhandled", "BadTable: no such table"), (answer.FunctionError, answer.Summary));
    }

    HttpInvoker Invoker(Uri url) => new(url, new AwsAccess(new BasicAWSCredentials("key", "secret"), "us-east-1", url), FunctionTimeout, _time);

    sealed class Hanging : IFunctionInvoker
    {
        public TaskCompletionSource Invoked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<FunctionAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
        {
            Invoked.SetResult();
            return Answer.Task;
        }
    }
}
