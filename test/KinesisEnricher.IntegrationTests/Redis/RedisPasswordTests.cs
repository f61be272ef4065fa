using System.Globalization;
using System.Text.Json;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Redis;

namespace KinesisEnricher.IntegrationTests.Redis;

/// <summary>A password that lies in a secret, given by something that answers as the Parameters and Secrets extension does.</summary>
public sealed class RedisPasswordTests : IAsyncLifetime
{
    const string Arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:redis-a1b2c3";

    static readonly LookUpKey Key = new("asset", "k");

    readonly RedisServer _redis = new() { Settings = ["--requirepass", "right"] };
    readonly HttpFaultProxy _extension = new(new Uri("http://127.0.0.1:1"));
    readonly List<string> _reports = [];

    public Task InitializeAsync() => _redis.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _extension.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("right")]
    [InlineData("""{"username":"default","password":"right"}""")]
    public async Task Password_is_read_from_the_secret(string secret)
    {
        Answer(200, $$"""{"ARN":"{{Arn}}","SecretString":{{JsonSerializer.Serialize(secret)}},"VersionId":"1"}""");
        await using var cache = Open();

        await cache.SetAsync([new(Key, new LookUpEntry("1"u8.ToArray(), DateTimeOffset.UtcNow))], default);

        Assert.Single(await cache.GetAsync([Key], default));
        var request = Assert.Single(_extension.Requests);
        Assert.Equal($"/secretsmanager/get?secretId={Uri.EscapeDataString(Arn)}", request.PathAndQuery);
        Assert.Equal("token", request.Headers["X-Aws-Parameters-Secrets-Token"]);
    }

    [Theory]
    [InlineData(400, """{"message":"not ready to serve traffic, please wait"}""")]
    [InlineData(200, """{"SecretBinary":"AAAA"}""")]
    [InlineData(200, """{"SecretString":"{\"username\":\"default\"}"}""")]
    [InlineData(200, "oops")]
    public async Task Secret_that_cannot_be_had_fails_nothing_and_is_reported(int status, string body)
    {
        Answer(status, body);
        await using var cache = Open();
        Assert.Empty(await cache.GetAsync([Key], default));
        Assert.Single(_reports);
    }

    RedisLookUpCache Open()
    {
        var redis = new RedisOptions { Host = "127.0.0.1", Port = _redis.Port, PasswordSecretArn = Arn };
        var variables = new Dictionary<string, string>
        {
            ["AWS_SESSION_TOKEN"] = "token",
            ["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] = _extension.Endpoint.Port.ToString(CultureInfo.InvariantCulture),
        };
        return new RedisLookUpCache(redis, RedisPassword.Of(redis, variables), "t", new LookUpCacheOptions(), Caches.Patient, TimeProvider.System, _reports.Add);
    }

    void Answer(int status, string body) => _extension.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(ProxiedResponse.Json(status, body));
}
