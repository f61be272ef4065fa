using System.Globalization;
using System.Text.RegularExpressions;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.IntegrationTests.Local;

/// <summary><c>up</c> as a process: a whole stream, and nothing of it left behind.</summary>
public sealed partial class UpCommandTests
{
    [Fact]
    public async Task What_up_says_to_type_shows_an_event_come_through_and_Ctrl_C_ends_what_it_started()
    {
        var program = new LocalProgram();
        await using var up = program.Start("up", "--base-port", "0");
        var printed = await up.UntilPrintedAsync("Ctrl-C ends it");
        var ports = Port().Matches(printed.Split('\n')[0]).ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.Equal(["kinesis", "dynamodb", "s3", "redis"], ports.Keys);

        var commands = Command().Matches(printed).Select(m => (Settings: m.Groups[1].Value, Arguments: m.Groups[2].Value)).ToList();
        Assert.Equal(3, commands.Count);
        var put = await TypeAsync(commands[0]);
        await up.UntilPrintedAsync("Enriched");
        await up.UntilPrintedAsync("Quarantined");
        var state = await TypeAsync(commands[1]);
        var poison = await TypeAsync(commands[2]);
        up.Interrupt();
        var (code, all, error) = await up.EndAsync();

        Assert.Equal(0, put.Code);
        Assert.StartsWith("put ", Assert.Single(put.Out), StringComparison.Ordinal);
        Assert.Contains(state.Out, line => line.StartsWith("LIMIT#", StringComparison.Ordinal));
        Assert.EndsWith("records would be replayed; --apply does it.", poison.Out[^1], StringComparison.Ordinal);
        Assert.False(poison.Out[^1].StartsWith("0 ", StringComparison.Ordinal), poison.Out[^1]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(" records done · 0 filtered · 0 given up: ", all, StringComparison.Ordinal);
        foreach (var (name, port) in ports)
            Assert.False(await LoopbackPort.AcceptsAsync(port, CancellationToken.None), $"{name} still listens.");
    }

    [Fact]
    public async Task A_demo_brings_its_own_load()
    {
        await using var up = new LocalProgram().Start("up", "--demo", "--base-port", "0", "--shards", "1");

        await up.UntilPrintedAsync("Enriched");
        up.Interrupt();

        Assert.Equal(0, (await up.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Servers_end_with_a_program_that_is_killed()
    {
        int[] ports;
        using var left = new TempFolder();
        await using (var up = new LocalProgram { Environment = { ["TMPDIR"] = left.Path } }.Start("up", "--base-port", "0"))
        {
            var printed = await up.UntilPrintedAsync("Ctrl-C ends it");
            ports = [.. Port().Matches(printed.Split('\n')[0]).Select(m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))];
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (var port in ports)
        {
            while (await LoopbackPort.AcceptsAsync(port, patience.Token))
                await Task.Yield();
        }
        Assert.Equal(4, ports.Length);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var left = new TempFolder();
        await using var up = new LocalProgram { Environment = { ["TMPDIR"] = left.Path } }.Start("up", "--base-port", "0");
        var port = Port().Match(await up.UntilPrintedAsync("Ctrl-C ends it")).Groups[2].Value;

        await using var other = new LocalProgram().Start("up", "--base-port", port);
        var (code, _, error) = await other.EndAsync();

        Assert.Equal(2, code);
        Assert.Equal($"kinesis: port {port} is taken. --base-port chooses others, 0 free ones.\n", error);
    }

    [Fact]
    public async Task Without_a_Kinesis_to_start_it_says_how_to_get_one()
    {
        using var folder = new TempFolder();

        var (code, _, error) = await new LocalProgram { WorkingDirectory = folder.Path }.RunAsync("up", "--base-port", "0");

        Assert.Equal(2, code);
        Assert.Contains("npm install kinesalite", error, StringComparison.Ordinal);
    }

    /// <summary>In another terminal: with nothing in the environment but what the line sets.</summary>
    static Task<(int Code, string[] Out, string Error)> TypeAsync((string Settings, string Arguments) command)
    {
        var program = new LocalProgram();
        program.Environment.Clear();
        foreach (var setting in command.Settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            program.Environment.Add(setting.Split('=')[0], setting.Split('=')[1]);
        return program.RunAsync(command.Arguments.Split(' '));
    }

    [GeneratedRegex(@"(\w+) (\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"^  (\S.* )?dotnet run --project src/KinesisEnricher.Local -- (.*)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
