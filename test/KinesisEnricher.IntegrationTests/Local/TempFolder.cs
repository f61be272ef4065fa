namespace KinesisEnricher.IntegrationTests.Local;

/// <summary>A folder of its own for a test, gone with it.</summary>
sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kinesis-enricher-local-").FullName;

    public string With(string file, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file), content);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
