using System.Net;
using System.Text;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.InvokeApi;

namespace KinesisEnricher.Tests.Local.InvokeApi;

public class InvokeApiServerTests
{
    const string Function = "KinesisEnricher";

    [Theory]
    [InlineData("KinesisEnricher")]
    [InlineData("function")]
    [InlineData("KinesisEnricher:$LATEST")]
    [InlineData("arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3AKinesisEnricher")]
    public async Task Answer_comes_with_the_headers_that_clients_look_at(string name)
    {
        await using var world = new World(new Echo());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{world.Functions}/{name}/invocations") { Content = new StringContent("""{"a":1}""") };
        request.Headers.Add("X-Amz-Log-Type", "Tail");

        using var response = await world.Client.SendAsync(request);

        Assert.Equal("""{"a":1}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("$LATEST", response.Headers.GetValues("X-Amz-Executed-Version").Single());
        Assert.False(response.Headers.Contains("X-Amz-Function-Error"));
        Assert.Contains("REPORT RequestId: ", Encoding.UTF8.GetString(Convert.FromBase64String(response.Headers.GetValues("X-Amz-Log-Result").Single())));
    }

    [Fact]
    public async Task Function_error_is_a_header()
    {
        await using var world = new World(new Echo { Error = "Unhandled" });

        using var response = await world.PostAsync(Function, "{}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Unhandled", response.Headers.GetValues("X-Amz-Function-Error").Single());
    }

    [Fact]
    public async Task Configuration_says_that_the_function_can_be_invoked()
    {
        await using var world = new World(new Echo());

        var configuration = await world.Client.GetStringAsync($"{world.Functions}/{Function}/configuration");

        Assert.Contains("\"State\":\"Active\"", configuration);
        Assert.Contains("\"LastUpdateStatus\":\"Successful\"", configuration);
    }

    [Fact]
    public async Task Unknown_function_is_not_found()
    {
        await using var world = new World(new Echo());

        using var response = await world.PostAsync("other", "{}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("ResourceNotFoundException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Contains("Function not found: arn:aws:lambda:us-east-1:000000000000:function:other", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Payload_over_six_megabytes_is_too_large()
    {
        await using var world = new World(new Echo());

        using var response = await world.PostAsync(Function, $"\"{new string('x', 6 * 1024 * 1024)}\"");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Payload_that_is_not_JSON_is_refused()
    {
        await using var world = new World(new Echo());

        using var response = await world.PostAsync(Function, "hello");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Invocations_at_once_get_their_own_answers()
    {
        var echo = new Echo { Together = 8 };
        await using var world = new World(echo);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await world.PostAsync(Function, $"{i}");
            return await response.Content.ReadAsStringAsync();
        }));

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}"), answers);
    }

    sealed class World : IAsyncDisposable
    {
        readonly InvokeApiServer _server;

        public World(IFunctionInvoker invoker) => _server = InvokeApiServer.Start(0, Function, TimeSpan.FromSeconds(60), invoker, _ => { }, TimeProvider.System);

        public HttpClient Client { get; } = new();

        public string Functions => $"{_server.Endpoint}2015-03-31/functions";

        public Task<HttpResponseMessage> PostAsync(string function, string json) => Client.PostAsync($"{Functions}/{function}/invocations", new StringContent(json));

        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            return _server.DisposeAsync();
        }
    }

    /// <summary>A function that answers what it was given.</summary>
    sealed class Echo : IFunctionInvoker
    {
        readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _arrived;

        public string? Error { get; init; }

        /// <summary>Answers when so many have come.</summary>
        public int Together { get; init; } = 1;

        public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
        {
            if (Interlocked.Increment(ref _arrived) == Together)
                _all.SetResult();
            if (Together > 1)
                await _all.Task;
            return new FunctionAnswer(Guid.NewGuid().ToString(), utf8Event.ToArray(), Error);
        }
    }
}
