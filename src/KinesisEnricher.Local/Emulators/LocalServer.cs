using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KinesisEnricher.Local.Emulators;

/// <summary>A server that this program started on a port of this machine; it ends with this program.</summary>
sealed class LocalServer : IAsyncDisposable
{
    /// <summary>
    /// Runs the guardian in a session of its own, or in a process group of its own where there is no setsid: what a terminal sends to all that runs there, such as
    /// Ctrl-C, is for this program alone, which still needs the server then.
    /// </summary>
    const string Apart = """trap "" INT; command -v setsid >/dev/null && exec setsid sh -c "$0" sh "$@"; set -m; exec 3<&0; sh -c "$0" sh "$@" <&3 & wait""";

    /// <summary>Ends with the server. When its standard input ends before, however this program does, the server is killed.</summary>
    const string Guardian = """
        exec 3<&0; "$@" </dev/null 3<&- & server=$!
        { read -r _ <&3; kill -9 "$server"; } >/dev/null 2>&1 & watcher=$!
        wait "$server"; kill "$watcher" 2>/dev/null
        """;

    const int LogLines = 20;
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly Process _process;
    readonly ConcurrentQueue<string> _log = new();

    LocalServer(Process process, string name, int port)
    {
        (_process, Name, Port) = (process, name, port);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    public int Port { get; }

    public Uri Endpoint => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="file">The program, looked for on the path.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="UsageException">It does not start. The message has what it printed.</exception>
    public static async Task<LocalServer> StartAsync(
        string name, string file, int port, IEnumerable<string> arguments, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await AcceptsAsync(port, cancellationToken))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name}: port {port} is taken. --base-port chooses others, 0 free ones."));
        string[] guarded = OperatingSystem.IsWindows() ? [file, .. arguments] : ["sh", "-c", Apart, Guardian, file, .. arguments];
        var start = new ProcessStartInfo(guarded[0], guarded[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
            Environment = { ["NODE_OPTIONS"] = "--openssl-legacy-provider" }, // s3rver hashes with what OpenSSL 3 calls legacy.
        };
        var server = new LocalServer(Process.Start(start)!, name, port);
        try
        {
            await server.WaitAsync(time, cancellationToken);
            return server;
        }
        catch (TimeoutException e)
        {
            await server.DisposeAsync();
            throw new UsageException($"{name} does not start. It printed:\n{string.Join('\n', server._log)}", e);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A port that nobody listens on now. It is below those that systems give to whoever connects: a client that tries one of these until a server listens there
    /// may be given the port itself, and then is connected to itself, and in the server's way.
    /// </summary>
    public static int FreePort()
    {
        for (var tries = 1; ; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 30_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException) when (tries < 100)
            {
                // Somebody has it.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (OperatingSystem.IsWindows() && !_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <exception cref="TimeoutException">It ended, or does not accept connections in time.</exception>
    async Task WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await AcceptsAsync(Port, cancellationToken))
        {
            if (_process.HasExited || time.GetElapsedTime(began) > StartTimeout)
                throw new TimeoutException();
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    void Note(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (_log.Count > LogLines)
            _log.TryDequeue(out _);
    }
}
