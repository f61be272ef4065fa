using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>A process with nothing in its environment but what it is given, and what .NET needs to be found.</summary>
sealed class RunningProcess : IAsyncDisposable
{
    const int SigTerm = 15;

    readonly Process _process;
    readonly Task<string> _output;
    readonly Task<string> _error;

    public RunningProcess(string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var name in start.Environment.Keys.Where(name => !IsNeeded(name)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>As the platform does when it takes a function's instance away.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, SigTerm));

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _output, await _error);
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

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Kill(int processId, int signal);
}
