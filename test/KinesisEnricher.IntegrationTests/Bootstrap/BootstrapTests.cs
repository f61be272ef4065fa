using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

[Collection(nameof(Builds))]
public sealed class BootstrapTests(PublishedFunction function)
{
    [Fact]
    public void Folder_holds_what_lambda_starts_beside_the_assembly()
    {
        Assert.True(File.Exists(Path.Combine(function.Folder, "bootstrap")));
        Assert.True(File.Exists(Path.Combine(function.Folder, "KinesisEnricher.dll")));
        Assert.False(File.Exists(Path.Combine(function.Folder, "KinesisEnricher")));
    }

    [Fact]
    public void Publish_names_the_package_set() => Assert.Contains("PackageSet=portable", function.Printed, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("/MyFunction")]
    public async Task Needs_nothing_but_the_runtime_api_and_ends_well_on_sigterm(string path)
    {
        await using var server = RuntimeApiServer.Start(path: path);
        await using var process = function.Start(("AWS_LAMBDA_RUNTIME_API", server.Address));

        var first = await server.InvokeAsync(Invocation("""{"Records":[]}"""));
        var second = await server.InvokeAsync(Invocation("""{"Records":null}"""));
        process.Terminate();
        var (exitCode, output, error) = await process.EndAsync();

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(first.Body.Span));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(second.Body.Span));
        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("started", lines[0].GetProperty("message").GetString());
        Assert.Equal(2, lines.Count(line => line.TryGetProperty("message", out var message) && message.ValueEquals("batch done")));
        Assert.Equal([1, 0], lines.Where(line => line.TryGetProperty("_aws", out _)).Select(line => line.GetProperty("ColdStart").GetInt32()));
    }

    [Fact]
    public async Task Records_go_through_the_pipeline_and_a_redelivery_adds_nothing()
    {
        const string reset = """
            {"aggregateId":"u-1","createdAt":1767268800000,"eventId":"event-7","sequenceNumber":7,"source":"limitUser","type":"USER_LIMIT_RESET","context":{},
            "payload":{"brandId":"000000000000000000000042","userId":"u-1","userLimitId":"limit-1","currencyCode":"EUR","nextResetTime":1767355200000,
            "period":"DAY","type":"BET","resetAmount":"10.00","resetPercentage":"10.00","unusedAmount":"90.00"}}
            """;
        var kinesisEvent = new KinesisEventBuilder().Add("u-1", reset).Build();
        await using var server = RuntimeApiServer.Start();
        await using var process = function.Start(("AWS_LAMBDA_RUNTIME_API", server.Address), ("OUTPUT", "console"), ("CONSOLE_FORMAT", "json"));

        var first = await server.InvokeAsync(new RuntimeInvocation(kinesisEvent));
        var again = await server.InvokeAsync(new RuntimeInvocation(kinesisEvent));
        process.Terminate();
        var (_, output, _) = await process.EndAsync();

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(first.Body.Span));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(again.Body.Span));
        Assert.Equal("event-7", JsonDocument.Parse(output).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Event_that_is_none_is_an_error_and_the_next_one_is_handled()
    {
        await using var server = RuntimeApiServer.Start();
        await using var process = function.Start(("AWS_LAMBDA_RUNTIME_API", server.Address));

        var bad = await server.InvokeAsync(Invocation("42"));
        var good = await server.InvokeAsync(Invocation("{}"));

        Assert.Equal("Function.InvalidKinesisEventException", bad.ErrorType);
        Assert.False(good.IsError);
    }

    [Fact]
    public async Task Bad_setting_is_reported_as_an_init_error_and_ends_the_process()
    {
        await using var server = RuntimeApiServer.Start();
        await using var process = function.Start(("AWS_LAMBDA_RUNTIME_API", server.Address), ("OUTPUT", "kafka"));

        var (exitCode, _, error) = await process.EndAsync();

        Assert.Equal(1, exitCode);
        var line = JsonDocument.Parse(error).RootElement;
        Assert.Equal("FATAL", line.GetProperty("level").GetString());
        Assert.Equal("OUTPUT is 'kafka'; allowed: console, kinesis, s3, none.", line.GetProperty("message").GetString());
        Assert.Equal("Init.ConfigurationException", (await server.InitError).ErrorType);
    }

    [Fact]
    public async Task Runtime_api_that_goes_away_ends_the_process_with_a_message()
    {
        await using var server = RuntimeApiServer.Start();
        await using var process = function.Start(("AWS_LAMBDA_RUNTIME_API", server.Address));
        await server.Ready;
        await server.DisposeAsync();

        var (exitCode, _, error) = await process.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("The Runtime API at", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_by_hand_it_says_how_to_run_here()
    {
        await using var process = function.Start();

        var (exitCode, _, error) = await process.EndAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", error, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project src/KinesisEnricher.Local", error, StringComparison.Ordinal);
    }

    static RuntimeInvocation Invocation(string json) => new(Encoding.UTF8.GetBytes(json));
}
