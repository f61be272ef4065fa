using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KinesisEnricher.Local;
using KinesisEnricher.Local.Emulators;

namespace KinesisEnricher.IntegrationTests.Local;

public sealed class LocalServerTests : IDisposable
{
    /// <summary>Says its process id in a file, and never listens.</summary>
    const string Deaf = "echo $$ > id.new && mv id.new id && exec sleep 1000";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_ends_at_once_is_told_of_with_what_it_printed()
    {
        var fault = await Assert.ThrowsAsync<UsageException>(() => StartAsync("echo no such file; exit 1", CancellationToken.None).WaitAsync(Patience));

        Assert.Equal("odd does not start. It printed:\nno such file", fault.Message);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_server()
    {
        using var stop = new CancellationTokenSource();
        var starting = StartAsync(Deaf, stop.Token);
        var id = await ProcessIdAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task A_server_is_not_of_the_process_group_that_the_terminal_interrupts()
    {
        using var stop = new CancellationTokenSource();
        var starting = StartAsync(Deaf, stop.Token);

        Assert.NotEqual(GroupOf(Environment.ProcessId), GroupOf(await ProcessIdAsync()));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
    }

    [DllImport("libc", EntryPoint = "getpgid")]
    static extern int GroupOf(int processId);

    Task<LocalServer> StartAsync(string script, CancellationToken cancellationToken) =>
        LocalServer.StartAsync("odd", "sh", LocalServer.FreePort(), ["-c", script], _folder.Path, new StandingClock(), cancellationToken);

    async Task<int> ProcessIdAsync()
    {
        var file = Path.Combine(_folder.Path, "id");
        while (!File.Exists(file))
            await Task.Delay(5);
        return int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
    }

    /// <summary>Nothing takes long by it.</summary>
    sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
