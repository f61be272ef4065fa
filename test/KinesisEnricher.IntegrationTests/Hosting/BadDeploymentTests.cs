using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.IntegrationTests.Hosting;

/// <summary>
/// The function on an environment with one mistake in it, personal data masked. Its first batch's log says what is wrong, what was tried and what to set, and
/// nothing is lost: once the mistake is mended the same batch is handled as if for the first time.
/// </summary>
public sealed class BadDeploymentTests(Dynalite dynalite, Kinesalite kinesalite, S3rver s3rver)
    : IClassFixture<Dynalite>, IClassFixture<Kinesalite>, IClassFixture<S3rver>, IAsyncLifetime
{
    readonly RedisServer _redis = new() { Settings = ["--requirepass", "right"] };
    readonly HttpFaultProxy _dynamo = new(dynalite.Endpoint, (request, forward) => ForKnownKeys(request, forward));
    readonly HttpFaultProxy _kinesis = new(kinesalite.Endpoint, (request, forward) => ForKnownKeys(request, forward));
    readonly HttpFaultProxy _s3 = new(s3rver.Endpoint, (request, forward) => ForKnownKeys(request, forward));
    readonly Dictionary<string, string> _environment = [];

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        using var kinesis = KinesaliteStreams.Connect(kinesalite.Endpoint);
        foreach (var (name, value) in new[]
        {
            ("AWS_ACCESS_KEY_ID", S3rver.AccessKey), ("AWS_SECRET_ACCESS_KEY", S3rver.SecretKey), ("ENABLE_DYNAMO_DB", "true"),
            ("AWS_TABLE_NAME", await dynalite.CreateTableAsync()), ("OUTPUT", "kinesis"), ("OUTPUT_STREAM_NAME", await kinesis.CreateStreamAsync()),
            ("OUTPUT_BUCKET", S3rver.Bucket), ("QUARANTINE_BUCKET", S3rver.QuarantineBucket), ("REDIS_HOST", "127.0.0.1"),
            ("REDIS_PORT", _redis.Port.ToString(CultureInfo.InvariantCulture)), ("REDIS_PASSWORD", "right"),
            ("AWS_ENDPOINT_URL_DYNAMODB", _dynamo.Endpoint.ToString()), ("AWS_ENDPOINT_URL_KINESIS", _kinesis.Endpoint.ToString()),
            ("AWS_ENDPOINT_URL_S3", _s3.Endpoint.ToString()),
        })
        {
            _environment.Add(name, value);
        }
    }

    public async Task DisposeAsync()
    {
        await _dynamo.DisposeAsync();
        await _kinesis.DisposeAsync();
        await _s3.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public Task A_missing_table() => AssertNamedAsync(["There is no table 'nowhere'", _dynamo.Endpoint.ToString(), "AWS_TABLE_NAME"], ("AWS_TABLE_NAME", "nowhere"));

    [Theory]
    [InlineData("id", "S")]
    [InlineData("pk", "N")]
    public async Task A_table_with_other_keys(string key, string type)
    {
        var table = await dynalite.CreateTableAsync(key, new(type));
        await AssertNamedAsync([$"table '{table}'", "the text partition key 'pk'", "AWS_TABLE_NAME"], ("AWS_TABLE_NAME", table));
    }

    [Fact]
    public Task A_table_where_nobody_listens() =>
        AssertNamedAsync(["http://127.0.0.1:1/", "AWS_ENDPOINT_URL_DYNAMODB"], ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"));

    [Fact]
    public Task Credentials_that_the_table_does_not_know() =>
        AssertNamedAsync([_environment["AWS_TABLE_NAME"], "UnrecognizedClientException", "AWS_ACCESS_KEY_ID"], ("AWS_ACCESS_KEY_ID", "unknown"));

    [Fact]
    public Task A_missing_stream() =>
        AssertNamedAsync(["OUTPUT_STREAM_NAME 'nowhere'", _kinesis.Endpoint.ToString(), "ResourceNotFoundException"], ("OUTPUT_STREAM_NAME", "nowhere"));

    [Fact]
    public Task A_stream_where_nobody_listens() =>
        AssertNamedAsync(["OUTPUT_STREAM_NAME", "http://127.0.0.1:1/", "AWS_ENDPOINT_URL_KINESIS"], ("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:1"));

    [Fact]
    public Task Credentials_that_the_stream_does_not_know() => AssertNamedAsync(
        ["OUTPUT_STREAM_NAME", "UnrecognizedClientException", "AWS_ACCESS_KEY_ID"],
        ("AWS_ACCESS_KEY_ID", "unknown"), ("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Endpoint.ToString()));

    [Fact]
    public Task A_missing_bucket() =>
        AssertNamedAsync(["OUTPUT_BUCKET 'nowhere'", _s3.Endpoint.ToString(), "NoSuchBucket"], ("OUTPUT", "s3"), ("OUTPUT_BUCKET", "nowhere"));

    [Fact]
    public Task A_missing_bucket_for_the_quarantine() =>
        AssertNamedAsync(["QUARANTINE_BUCKET 'nowhere'", _s3.Endpoint.ToString(), "NoSuchBucket"], ("QUARANTINE_BUCKET", "nowhere"));

    [Fact]
    public Task A_bucket_where_nobody_listens() =>
        AssertNamedAsync(["QUARANTINE_BUCKET", "http://127.0.0.1:1/", "AWS_ENDPOINT_URL_S3"], ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"));

    [Fact]
    public Task Credentials_that_the_bucket_does_not_know() => AssertNamedAsync(
        ["QUARANTINE_BUCKET", "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID"],
        ("AWS_ACCESS_KEY_ID", "unknown"), ("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Endpoint.ToString()), ("AWS_ENDPOINT_URL_KINESIS", kinesalite.Endpoint.ToString()));

    [Fact]
    public async Task A_wrong_password_for_redis_is_named_and_fails_nothing()
    {
        var (answer, said) = await HandleAsync(("REDIS_PASSWORD", "wrong"));
        Assert.Equal("""{"batchItemFailures":[]}""", answer);
        Assert.Contains(said, line => line.Contains($"127.0.0.1:{_redis.Port}", StringComparison.Ordinal) && line.Contains("REDIS_PASSWORD", StringComparison.Ordinal));
        Assert.DoesNotContain(said, line => line.Contains("wrong", StringComparison.Ordinal));
    }

    async Task AssertNamedAsync(string[] words, params (string Name, string Value)[] mistake)
    {
        var (answer, said) = await HandleAsync(mistake);
        Assert.StartsWith("""{"batchItemFailures":[{"itemIdentifier":""", answer, StringComparison.Ordinal);
        Assert.True(Array.Exists(said, line => Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal))), string.Join('\n', said));

        (answer, said) = await HandleAsync();
        Assert.True(answer == """{"batchItemFailures":[]}""", string.Join('\n', said));
    }

    /// <returns>The answer, and what the log's lines say.</returns>
    async Task<(string Answer, string[] Said)> HandleAsync(params (string Name, string Value)[] mistake)
    {
        var environment = new Dictionary<string, string>(_environment);
        foreach (var (name, value) in mistake)
            environment[name] = value;
        using var lines = new MemoryStream();
        var log = new JsonLogger(new LineWriter(lines), LogLevel.Information, TimeProvider.System, new LogContext("function", "1", RequestId: null));
        var enricher = Enricher.Create(EnricherOptions.From(environment), report: log.LookUpCacheTrouble);
        var answer = new ArrayBufferWriter<byte>();
        await using (var observed = new ObservedEnricher(enricher, log, TimeProvider.System))
        {
            var lambdaEvent = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "events", "mixed.json"));
            await observed.HandleAsync(lambdaEvent, new InvocationContext("r-1", TimeSpan.FromMinutes(1), TraceHeader: null), answer);
        }
        return (Encoding.UTF8.GetString(answer.WrittenSpan), [.. Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Said)]);
    }

    static string Said(string line)
    {
        using var json = JsonDocument.Parse(line);
        return string.Join(' ', new[] { "message", "reason" }.Select(name => json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : ""));
    }

    /// <summary>The emulators know every key. AWS does not.</summary>
    static async Task<ProxiedResponse?> ForKnownKeys(ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward)
    {
        if (!request.Headers["Authorization"].Contains("Credential=unknown/", StringComparison.Ordinal))
            return await forward(request);
        return request.Operation.Length > 0
            ? ProxiedResponse.Error("UnrecognizedClientException", "The security token included in the request is invalid.")
            : new ProxiedResponse(403, new Dictionary<string, string>(), "<Error><Code>InvalidAccessKeyId</Code><Message>No such key.</Message></Error>"u8.ToArray());
    }
}
