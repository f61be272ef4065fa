using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>
/// A server that listens on a loopback port. It does not outlive this process, however that ends: a shell beside it waits for its standard input to be closed,
/// which the system does for a process that was killed, and then kills the server. What it prints stays in <c>server-logs</c> beside the tests' assembly, until
/// they run again.
/// </summary>
sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Says the server's process id, leaves standard output to the server alone, and waits.</summary>
    const string Guardian = """
        exec 3<&0; "$@" </dev/null 3<&- & server=$!; echo "$server"; exec >/dev/null 2>&1; cat <&3; kill -9 "$server"; wait
        """;

    const int SigContinueOnLinux = 18, SigStopOnLinux = 19, SigContinueOnMac = 19, SigStopOnMac = 17;
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    static readonly string Logs = EmptyFolder(Path.Combine(AppContext.BaseDirectory, "server-logs"));

    readonly Process _guardian;
    readonly string _logFile;
    readonly TextWriter _log;
    readonly Task _reading;
    int _processId;

    ServerProcess(string file, int port, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, string folder)
    {
        _logFile = Path.Combine(Logs, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HHmmss.fff}-{port}-{file}.log"));
        _log = TextWriter.Synchronized(new StreamWriter(_logFile) { AutoFlush = true });
        _log.WriteLine($"{file} {string.Join(' ', arguments)}");
        var start = new ProcessStartInfo("sh", ["-c", Guardian, "sh", file, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _guardian = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_guardian.StandardOutput), ReadAsync(_guardian.StandardError));
    }

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    /// <param name="file">The program, looked for on the path.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">What is added to its environment.</param>
    /// <exception cref="InvalidOperationException">It does not listen. The message has what it printed.</exception>
    public static async Task<ServerProcess> StartAsync(
        string file, int port, IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        var server = new ServerProcess(file, port, arguments, environment, folder ?? Path.GetTempPath());
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (!await LoopbackPort.AcceptsAsync(port, CancellationToken.None))
        {
            // Standard output ends when the server does.
            if (timeout.IsCancellationRequested || await Task.WhenAny(server._reading, Task.Delay(5, CancellationToken.None)) == server._reading)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{file} does not listen on port {port}. Is it installed? ./test/run.sh sees to that. It printed:\n{await File.ReadAllTextAsync(server._logFile)}");
            }
        }
        return server;
    }

    /// <summary>The server keeps its connections and answers nothing.</summary>
    public void Freeze() => Signal(OperatingSystem.IsMacOS() ? SigStopOnMac : SigStopOnLinux);

    /// <summary>The server goes on after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signal(OperatingSystem.IsMacOS() ? SigContinueOnMac : SigContinueOnLinux);

    /// <summary>Kills the server, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        await _reading;
        _guardian.Dispose();
        await _log.DisposeAsync();
    }

    void Signal(int signal) => Assert.Equal(0, Kill(Volatile.Read(ref _processId), signal));

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (reader == _guardian.StandardOutput && Volatile.Read(ref _processId) == 0 && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                Volatile.Write(ref _processId, id);
            else
                await _log.WriteLineAsync(line);
        }
    }

    static string EmptyFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Kill(int processId, int signal);
}
