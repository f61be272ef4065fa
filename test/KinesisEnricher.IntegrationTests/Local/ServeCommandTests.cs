using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KinesisEnricher.IntegrationTests.Bootstrap;

namespace KinesisEnricher.IntegrationTests.Local;

/// <summary><c>serve</c> as a process, asked over plain HTTP as the AWS CLI, curl and <c>dotnet lambda</c> ask.</summary>
public sealed class ServeCommandTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly LocalProgram _program;
    readonly HttpClient _http = new();

    public ServeCommandTests() => _program = new LocalProgram { WorkingDirectory = _folder.Path };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_function_in_the_program_answers_with_its_headers_and_its_log()
    {
        await using var serve = _program.Start("serve", "--port", "0");
        var url = UrlIn(await serve.UntilPrintedAsync("Ctrl-C ends it"));
        var sample = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "events", "user-limits.json"));

        using var answer = await InvokeAsync(url, "KinesisEnricher", sample, "Tail");
        using var thrown = await InvokeAsync(url, "function", "[]"u8.ToArray(), "Tail");
        serve.Interrupt();
        var (code, printed, _) = await serve.EndAsync();

        Assert.Equal("""{"batchItemFailures":[]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("$LATEST", HeaderOf(answer, "X-Amz-Executed-Version"));
        Assert.False(answer.Headers.Contains("X-Amz-Function-Error"));
        var id = HeaderOf(answer, "x-amzn-RequestId")!;
        var log = LogOf(answer);
        Assert.StartsWith($"START RequestId: {id} Version: $LATEST\n", log, StringComparison.Ordinal);
        Assert.Contains("Enriched", log, StringComparison.Ordinal);
        Assert.Contains($"\nREPORT RequestId: {id}\tDuration: ", log, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, thrown.StatusCode);
        Assert.Equal("Unhandled", HeaderOf(thrown, "X-Amz-Function-Error"));
        Assert.Contains("\"errorType\":\"", await thrown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(id, LogOf(thrown), StringComparison.Ordinal);

        Assert.Equal(0, code);
        Assert.Contains(id, printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_invoked_is_refused_as_Lambda_does()
    {
        await using var serve = _program.Start("serve", "--port", "0", "--function-name", "mine");
        var url = UrlIn(await serve.UntilPrintedAsync("Ctrl-C ends it"));

        using var unknown = await InvokeAsync(url, "KinesisEnricher", "{}"u8.ToArray());
        using var large = await InvokeAsync(url, "mine", Encoding.UTF8.GetBytes($"\"{new string('x', 6 * 1024 * 1024)}\""));
        using var broken = await InvokeAsync(url, "mine", "hello"u8.ToArray());
        var configuration = await _http.GetStringAsync($"{url}/2015-03-31/functions/mine/configuration");

        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFoundException"), (unknown.StatusCode, HeaderOf(unknown, "x-amzn-ErrorType")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "RequestTooLargeException"), (large.StatusCode, HeaderOf(large, "x-amzn-ErrorType")));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequestContentException"), (broken.StatusCode, HeaderOf(broken, "x-amzn-ErrorType")));
        Assert.Contains("\"State\":\"Active\"", configuration, StringComparison.Ordinal);
        Assert.Contains("\"LastUpdateStatus\":\"Successful\"", configuration, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/KinesisEnricher")]
    public async Task A_process_that_connects_to_the_runtime_api_is_the_function(string path)
    {
        await using var serve = _program.Start("serve", "--no-function", "--port", "0", "--runtime-port", "0");
        var printed = await serve.UntilPrintedAsync("Ctrl-C ends it");
        var runtime = printed.Split("AWS_LAMBDA_RUNTIME_API=")[1].Split('\n')[0];
        await using var function = new RunningProcess(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.dll")], ("AWS_LAMBDA_RUNTIME_API", runtime + path), ("REFERENCE_FILE", "events/reference.json"), ("QUARANTINE_PATH", _folder.Path));
        var sample = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "events", "user-limits.json"));

        // Four at once: each waits for its turn, and gets its own answer.
        var answers = await Task.WhenAll(
            InvokeAsync(UrlIn(printed), "function", sample), InvokeAsync(UrlIn(printed), "function", "{}"u8.ToArray()),
            InvokeAsync(UrlIn(printed), "function", "[]"u8.ToArray()), InvokeAsync(UrlIn(printed), "function", sample));

        Assert.Equal([null, null, "Unhandled", null], answers.Select(answer => HeaderOf(answer, "X-Amz-Function-Error")));
        Assert.Equal("""{"batchItemFailures":[]}""", await answers[0].Content.ReadAsStringAsync());
        Assert.Contains("errorMessage", await answers[2].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(4, answers.Select(answer => HeaderOf(answer, "x-amzn-RequestId")).Distinct().Count());
        serve.Terminate();
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_function_that_does_not_answer_times_out()
    {
        await using var serve = _program.Start("serve", "--no-function", "--port", "0", "--runtime-port", "0", "--timeout", "1");
        var printed = await serve.UntilPrintedAsync("Ctrl-C ends it");
        var runtime = printed.Split("AWS_LAMBDA_RUNTIME_API=")[1].Split('\n')[0];

        var answering = InvokeAsync(UrlIn(printed), "function", "{}"u8.ToArray());
        await _http.GetStringAsync($"http://{runtime}/2018-06-01/runtime/invocation/next");
        using var answer = await answering;

        Assert.Equal("Unhandled", HeaderOf(answer, "X-Amz-Function-Error"));
        Assert.Contains("Task timed out after 1.00 seconds", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var serve = _program.Start("serve", "--port", "0");
        var port = UrlIn(await serve.UntilPrintedAsync("Ctrl-C ends it")).Split(':')[^1];

        var (code, _, error) = await _program.RunAsync("serve", "--port", port);

        Assert.Equal(2, code);
        Assert.StartsWith($"--port is '{port}', and cannot be listened on: ", error, StringComparison.Ordinal);
    }

    async Task<HttpResponseMessage> InvokeAsync(string url, string function, byte[] payload, string? logType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/2015-03-31/functions/{function}/invocations") { Content = new ByteArrayContent(payload) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (logType is not null)
            request.Headers.Add("X-Amz-Log-Type", logType);
        return await _http.SendAsync(request);
    }

    static string UrlIn(string printed) => printed.Split("AWS_ENDPOINT_URL_LAMBDA=")[1].Split(' ')[0];

    static string? HeaderOf(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    static string LogOf(HttpResponseMessage answer) => Encoding.UTF8.GetString(Convert.FromBase64String(HeaderOf(answer, "X-Amz-Log-Result")!));
}
