using System.Diagnostics;
using System.Globalization;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>A Redis server that keeps nothing on disk. It can be stopped, frozen and started again on the same port.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-redis-");
    ServerProcess? _server;

    /// <summary>More of what redis-server takes, such as <c>--requirepass</c> and its value.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        Port = LoopbackPort.Free();
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] usual = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.FullName, "--logfile", ""];
        _server = await ServerProcess.StartAsync("redis-server", Port, [.. usual, .. Settings]);
    }

    /// <summary>Kills it: connections are cut, and its data is gone.</summary>
    public async Task StopAsync()
    {
        if (_server is null)
            return;
        await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>It accepts connections, as the system does for it, and answers nothing.</summary>
    public void Freeze() => _server!.Freeze();

    public void Thaw() => _server!.Thaw();

    /// <summary>Asks it a command over a connection of its own.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        await using var connection = await RedisConnection.OpenAsync(Port);
        return await connection.AskAsync(command);
    }

    /// <summary>How many of a command it has taken, such as <c>get</c>.</summary>
    public async Task<long> CallsAsync(string command)
    {
        var line = (await AskAsync("INFO", "commandstats")).Split("\r\n").FirstOrDefault(line => line.StartsWith($"cmdstat_{command}:calls=", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split('=', ',')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until it has taken so many of a command.</summary>
    public async Task UntilCalledAsync(string command, long calls)
    {
        var waiting = Stopwatch.StartNew();
        for (long taken; (taken = await CallsAsync(command)) < calls; await Task.Delay(1))
            Assert.True(waiting.Elapsed < TimeSpan.FromMinutes(1), $"Redis has taken {taken} of {calls} {command} in a minute.");
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }
}
