namespace KinesisEnricher.Tests.Readme;

/// <summary>The files that these tests compare with the code.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Null when there is no such file.</summary>
    /// <param name="path">From the root, with slashes.</param>
    public static string? TryRead(string path) => Path.Combine(Root, path) is var file && File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;

    /// <inheritdoc cref="TryRead"/>
    public static string Read(string path) => TryRead(path) ?? throw new FileNotFoundException($"There is no {path} in {Root}.");

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KinesisEnricher.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
