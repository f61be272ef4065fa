using System.Net;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>The tests' own machinery.</summary>
public sealed class ServerTests : IClassFixture<Dynalite>, IClassFixture<Kinesalite>, IClassFixture<S3rver>, IClassFixture<RedisServer>, IClassFixture<RedisCluster>
{
    readonly Dynalite _dynalite;
    readonly Kinesalite _kinesalite;
    readonly S3rver _s3rver;
    readonly RedisServer _redis;
    readonly RedisCluster _cluster;

    public ServerTests(Dynalite dynalite, Kinesalite kinesalite, S3rver s3rver, RedisServer redis, RedisCluster cluster) =>
        (_dynalite, _kinesalite, _s3rver, _redis, _cluster) = (dynalite, kinesalite, s3rver, redis, cluster);

    [Fact]
    public async Task Emulators_answer()
    {
        Assert.NotEmpty(await _dynalite.CreateTableAsync());
        using var client = new HttpClient();
        foreach (var endpoint in new[] { _kinesalite.Endpoint, _s3rver.Endpoint })
        {
            using var response = await client.GetAsync(endpoint);
            Assert.NotEqual(HttpStatusCode.BadGateway, response.StatusCode);
        }
    }

    [Fact]
    public async Task Redis_can_be_frozen_stopped_and_started_again()
    {
        Assert.Equal("OK", await _redis.AskAsync("SET", "a", "1"));
        _redis.Freeze();
        var asked = _redis.AskAsync("GET", "a");
        Assert.False(asked.IsCompleted);
        _redis.Thaw();
        Assert.Equal("1", await asked);

        await _redis.StopAsync();
        Assert.False(await LoopbackPort.AcceptsAsync(_redis.Port, CancellationToken.None));
        await _redis.StartAsync();
        Assert.Equal("(nil)", await _redis.AskAsync("GET", "a"));
    }

    [Fact]
    public async Task Cluster_has_three_servers_for_its_slots() =>
        Assert.Contains("cluster_size:3", await _cluster.Servers[0].AskAsync("CLUSTER", "INFO"), StringComparison.Ordinal);

    [Fact]
    public async Task Proxy_counts_what_is_sent_together_as_one_round_trip()
    {
        await using var proxy = new FaultProxy(_redis.Port);
        await using var connection = await RedisConnection.OpenAsync(proxy.Port);
        await connection.AskAsync("PING");
        await connection.AskAsync("PING");
        Assert.Equal(2, proxy.RoundTrips);
        Assert.Equal(2 * "*1\r\n$4\r\nPING\r\n".Length, proxy.BytesToServer);
        Assert.Equal(2 * "+PONG\r\n".Length, proxy.BytesToClient);
    }

    [Fact]
    public async Task Proxy_cuts_and_holds_back()
    {
        await using var proxy = new FaultProxy(_redis.Port);
        await using (var connection = await RedisConnection.OpenAsync(proxy.Port))
        {
            await connection.AskAsync("PING");
            proxy.Cut();
            await Assert.ThrowsAnyAsync<IOException>(() => connection.AskAsync("PING"));
        }
        proxy.Freeze();
        await using var other = await RedisConnection.OpenAsync(proxy.Port);
        var asked = other.AskAsync("PING");
        Assert.False(asked.IsCompleted);
        proxy.Thaw();
        Assert.Equal("PONG", await asked);
    }

    [Fact]
    public async Task Rule_makes_answers_up_changes_them_or_loses_them()
    {
        await using var proxy = new HttpFaultProxy(_dynalite.Endpoint, (_, _) => Task.FromResult<ProxiedResponse?>(ProxiedResponse.Error("ThrottlingException")));
        using var client = new HttpClient { BaseAddress = proxy.Endpoint };
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.ListTables");
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/eu/dynamodb/aws4_request, SignedHeaders=host, Signature=0");

        using var throttled = await client.PostAsync("/", Request());
        Assert.Equal(HttpStatusCode.BadRequest, throttled.StatusCode);

        proxy.Rule = async (request, forward) => await forward(request) with { Status = 299 };
        using var changed = await client.PostAsync("/", Request());
        Assert.Equal(299, (int)changed.StatusCode);
        Assert.Contains("TableNames", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        proxy.Rule = async (request, forward) =>
        {
            await forward(request);
            return null;
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync("/", Request()));
        Assert.Equal(3, proxy.Count("ListTables"));
    }

    static ByteArrayContent Request()
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        return content;
    }
}
