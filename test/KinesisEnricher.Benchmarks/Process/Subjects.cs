using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>Publishes this function and its peers, as they are deployed.</summary>
sealed class Subjects(string folder, Action<string> progress)
{
    const string Function = "src/KinesisEnricher/KinesisEnricher.csproj";
    const string Peers = "test/KinesisEnricher.Benchmarks/peers";
    const string NetNine = "-p:TargetFramework=net9.0";
    static readonly string Rid = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The repository's top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>This function, the peers, and the least that any .NET program must do.</summary>
    public async Task<IReadOnlyList<Subject>> AllAsync() =>
    [
        await ReadyToRunAsync(), await NativeAsync(), await SelfContainedAsync(), await NodePeerAsync(), await DotnetPeerAsync(),
        new("bare, ReadyToRun", [await PublishAsync("bare", $"{Peers}/bare/BarePeer.csproj", "BarePeer", ReadyToRun)]),
        new("bare, native", [await PublishAsync("bare-native", $"{Peers}/bare/BarePeer.csproj", "BarePeer", Native)]),
    ];

    public Task<Subject> ReadyToRunAsync() => FunctionAsync("KinesisEnricher, ReadyToRun", "r2r", ReadyToRun);

    /// <summary>This function published otherwise than it is deployed.</summary>
    /// <param name="name">What the build is called.</param>
    /// <param name="folderName">Where it goes.</param>
    /// <param name="properties">How it is published.</param>
    public async Task<Subject> FunctionAsync(string name, string folderName, params string[] properties) =>
        new Subject(name, [await PublishAsync(folderName, Function, "bootstrap", properties)]).With("OUTPUT", "none");

    public async Task<Subject> NativeAsync() =>
        // As the template has it: a native build takes no such setting with it.
        (await FunctionAsync("KinesisEnricher, native", "native", Native)).With("DOTNET_GCGen0MaxBudget", "600000");

    public Task<Subject> SelfContainedAsync() => FunctionAsync("KinesisEnricher, self-contained", "self-contained", SelfContained);

    public async Task<Subject> NodePeerAsync()
    {
        var peer = Path.Combine(Root, Peers, "node");
        if (!Directory.Exists(Path.Combine(peer, "node_modules")))
            await RunAsync("npm", ["ci", "--prefix", peer, "--no-audit", "--no-fund", "--ignore-scripts"]);
        return new("Node.js peer", ["node", Path.Combine(peer, "main.js")]);
    }

    public async Task<Subject> DotnetPeerAsync() => new(".NET peer, ReadyToRun", [await PublishAsync("dotnet-peer", $"{Peers}/dotnet/DotnetPeer.csproj", "DotnetPeer", ReadyToRun)]);

    // The framework of the machine; and the newest of which the registries have the native runtime.
    public static string[] ReadyToRun => ["--self-contained", "false"];
    public static string[] SelfContained => ["--self-contained", "true"];
    static string[] Native => [NetNine, "-p:PublishAot=true", "-p:RestoreEnablePackagePruning=true", "-p:CppCompilerAndLinker=gcc"];

    async Task<string> PublishAsync(string name, string project, string program, string[] properties)
    {
        progress($"publishing {name}");
        var output = Path.Combine(folder, name);
        await RunAsync("dotnet", [
            "publish", Path.Combine(Root, project), "-c", "Release", "-r", Rid, "-o", output, "--artifacts-path", Path.Combine(folder, "artifacts", name),
            "-v", "quiet", "-clp:NoSummary", .. properties]);
        return Path.Combine(output, program);
    }

    static async Task RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A property given to the command does not reach a referenced project's restore; a variable does.
        if (arguments.Contains(NetNine))
            start.Environment["TargetFramework"] = "net9.0";
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
    }

    static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "KinesisEnricher.sln")))
                return at.FullName;
        }
        throw new InvalidOperationException($"KinesisEnricher.sln is not above {AppContext.BaseDirectory}.");
    }
}
