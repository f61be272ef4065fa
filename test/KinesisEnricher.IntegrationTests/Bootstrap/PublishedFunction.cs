using System.Runtime.InteropServices;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>The function, published once for all the tests that share this, as the README publishes it.</summary>
public sealed class PublishedFunction : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-");

    public string Folder => Path.Combine(_folder.FullName, "out");

    /// <summary>What <c>dotnet publish</c> printed.</summary>
    public string Printed { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        // Build output of its own: this build is not to meet another that a test runner or a developer has under way.
        await using var publish = new RunningProcess("dotnet",
            ["publish", "src/KinesisEnricher", "-c", "Release", "-r", $"linux-{architecture}", "-o", Folder, "--artifacts-path", Path.Combine(_folder.FullName, "build")]);
        var (exitCode, output, error) = await publish.EndAsync();
        Printed = output + error;
        Assert.True(exitCode == 0, Printed);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Starts it as Lambda does: the file named bootstrap. Other systems cannot run that, and start the assembly beside it.</summary>
    internal RunningProcess Start(params (string Name, string Value)[] environment) => OperatingSystem.IsLinux()
        ? new RunningProcess(Path.Combine(Folder, "bootstrap"), [], environment)
        : new RunningProcess("dotnet", [Path.Combine(Folder, "KinesisEnricher.dll")], environment);
}
