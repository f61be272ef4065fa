using KinesisEnricher.Core.Lookups;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.IntegrationTests.Redis;

public sealed class RedisClusterTests(RedisCluster cluster) : IClassFixture<RedisCluster>
{
    [Fact]
    public async Task Keys_of_any_slot_are_kept_and_found()
    {
        await using var caches = new Caches("cluster");
        var cache = caches.Open(cluster.Port);
        var keys = Enumerable.Range(0, 300).Select(i => new LookUpKey("asset", $"k{i}")).ToArray();

        await cache.SetAsync([.. keys.Select(key => KeyValuePair.Create(key, caches.Entry("1")))], default);

        Assert.Equal(300, (await cache.GetAsync(keys, default)).Count);
        foreach (var server in cluster.Servers)
            Assert.NotEqual("0", await server.AskAsync("DBSIZE"));
        Assert.Empty(caches.Reports);
    }
}
