using System.Runtime.CompilerServices;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>Where the emulators' npm packages are.</summary>
static class Emulators
{
    /// <summary>To be loaded before an emulator that would end with a client that was killed.</summary>
    public const string OutliveClients = "./outlive-clients.js";

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "emulators"));

    /// <exception cref="InvalidOperationException">The packages are not installed.</exception>
    public static Task<ServerProcess> StartAsync(int port, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Directory.Exists(Path.Combine(Folder, "node_modules"))
            ? ServerProcess.StartAsync("node", port, arguments, Folder, environment)
            : throw new InvalidOperationException($"The emulators are not installed. Run ./test/run.sh, or npm ci in {Folder}.");

    static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
