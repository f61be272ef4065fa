namespace KinesisEnricher.Local.Emulators;

/// <summary>Finds what of Redis and the emulators is installed: npm packages beside the integration tests or in the working directory, programs on the path.</summary>
/// <param name="surroundings">Where to look.</param>
sealed class InstalledServers(Surroundings surroundings)
{
    static readonly string[] Folders = ["test/KinesisEnricher.IntegrationTests/emulators", "."];

    /// <summary>The folder whose <c>node_modules</c> has a package; null when none has, or there is no Node.</summary>
    public string? FolderOf(string package) => OnPath("node") is null
        ? null
        : Folders.Select(surroundings.PathOf).FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "node_modules", package)));

    /// <summary>A program on the path; null when it is not there.</summary>
    public string? OnPath(string program) => surroundings.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
        .FirstOrDefault(File.Exists);
}
