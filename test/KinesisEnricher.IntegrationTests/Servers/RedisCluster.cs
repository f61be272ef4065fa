using System.Globalization;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>A Redis cluster of three masters, a third of the slots each.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    const int Slots = 16384;

    /// <summary>Where the servers talk to each other. It would be 10,000 above the server's port, which is no port at all for the higher ones.</summary>
    readonly int[] _busPorts = [LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free()];

    public RedisCluster() => Servers =
    [
        .. _busPorts.Select(port => new RedisServer { Settings = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-port", Text(port)] }),
    ];

    public IReadOnlyList<RedisServer> Servers { get; }

    /// <summary>The port of the server that a client is told of.</summary>
    public int Port => Servers[0].Port;

    public async Task InitializeAsync()
    {
        foreach (var server in Servers)
            await server.InitializeAsync();
        for (var i = 0; i < Servers.Count; i++)
        {
            var (first, last) = (Slots * i / Servers.Count, Slots * (i + 1) / Servers.Count - 1);
            await Servers[i].AskAsync("CLUSTER", "ADDSLOTSRANGE", Text(first), Text(last));
            await Servers[i].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
        }
        for (var i = 1; i < Servers.Count; i++)
            await Servers[0].AskAsync("CLUSTER", "MEET", "127.0.0.1", Text(Servers[i].Port), Text(_busPorts[i]));
        foreach (var server in Servers)
        {
            while (!await IsWholeAsync(server))
                await Task.Delay(20);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in Servers)
            await server.DisposeAsync();
    }

    static async Task<bool> IsWholeAsync(RedisServer server)
    {
        var info = await server.AskAsync("CLUSTER", "INFO");
        return info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal)
            && info.Contains("cluster_slots_assigned:16384", StringComparison.Ordinal);
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
