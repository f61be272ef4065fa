using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>A process with nothing in its environment but what it is given, and what .NET needs to be found.</summary>
sealed class RunningProcess : IAsyncDisposable
{
    const int SigInt = 2, SigTerm = 15;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Process _process;
    readonly PrintedText _output;
    readonly PrintedText _error;

    public RunningProcess(string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
        : this(file, arguments, Repository.Root, environment)
    {
    }

    public RunningProcess(string file, IEnumerable<string> arguments, string folder, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => !IsNeeded(name)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = new PrintedText(_process.StandardOutput);
        _error = new PrintedText(_process.StandardError);
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until it has printed a text on standard output.</summary>
    /// <returns>All that it has printed there so far.</returns>
    public async Task<string> UntilPrintedAsync(string text)
    {
        var printed = await _output.UntilAsync(text).WaitAsync(Patience);
        if (!printed.Contains(text, StringComparison.Ordinal))
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
            Assert.Fail($"It ended with {_process.ExitCode} without printing '{text}':\n{printed}\n{await _error.AllAsync()}");
        }
        return printed;
    }

    /// <summary>As the platform does when it takes a function's instance away.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, SigTerm));

    /// <summary>Ctrl-C. A shell that runs the tests in the background has them, and what they start, ignore it: SIGTERM, which means the same, stands in for it then.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, IgnoresInterrupt(_process.Id) ? SigTerm : SigInt));

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _output.AllAsync(), await _error.AllAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndAsync();
        _process.Dispose();
    }

    static bool IsNeeded(string name) =>
        name is "PATH" or "HOME" or "TMPDIR" || name.StartsWith("DOTNET_", StringComparison.Ordinal) || name.StartsWith("NUGET_", StringComparison.Ordinal);

    static bool IgnoresInterrupt(int processId)
    {
        var status = $"/proc/{processId}/status";
        var ignored = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored is not null && (ulong.Parse(ignored.AsSpan("SigIgn:".Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & (1UL << (SigInt - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Kill(int processId, int signal);
}
