namespace KinesisEnricher.Tests.Readme;

/// <summary>The files that these tests compare with the code.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <param name="path">From the root, with slashes.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KinesisEnricher.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
