using System.Runtime.InteropServices;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>A build of the function, published once for all the tests that share it.</summary>
public abstract class PublishedBuild : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-");

    public string Folder => Path.Combine(_folder.FullName, "out");

    /// <summary>What <c>dotnet publish</c> printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>The file that is started, and what comes before its name.</summary>
    internal abstract IReadOnlyList<string> Command { get; }

    /// <summary>Arguments of <c>dotnet publish</c> beside the usual ones.</summary>
    protected virtual IEnumerable<string> Options => [];

    /// <summary>Variables that it is published with.</summary>
    protected virtual (string Name, string Value)[] Environment => [];

    public async Task InitializeAsync()
    {
        // Build output of its own: this build is not to meet another that a test runner or a developer has under way.
        await using var publish = new RunningProcess("dotnet",
            ["publish", "src/KinesisEnricher", "-c", "Release", "-r", RuntimeIdentifier, "-o", Folder, "--artifacts-path", Path.Combine(_folder.FullName, "build"), .. Options],
            Environment);
        var (exitCode, output, error) = await publish.EndAsync();
        Printed = output + error;
        Assert.True(exitCode == 0, Printed);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal RunningProcess Start(params (string Name, string Value)[] environment) => new(Command[0], Command.Skip(1), environment);

    protected virtual string RuntimeIdentifier => "linux-" + Architecture;

    protected static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
}
