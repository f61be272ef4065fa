using System.Globalization;
using KinesisEnricher.Local.Emulators;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>Kinesis on this machine, in memory: plain HTTP, signatures not checked. Each test class makes a stream of its own.</summary>
public sealed class Kinesalite : IAsyncLifetime
{
    ServerProcess? _server;

    public int Port { get; private set; }

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    public async Task InitializeAsync()
    {
        Port = LoopbackPort.Free();
        _server = await Emulators.StartAsync(Port, ["-r", Emulators.OutliveClients, "-r", LocalCloud.AtTimestampFix, "kinesalite.js", Port.ToString(CultureInfo.InvariantCulture)]);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
