namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Finds out that a file cannot be written before there is something to write.</summary>
static class WritableFile
{
    /// <summary>Makes the file's folder. A file that is not there is not there afterwards either.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it, or its folder.</param>
    /// <param name="option">The option that names another.</param>
    /// <exception cref="UsageException">It cannot be written. The message says why.</exception>
    public static void Check(string path, string name, string option)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var whenClosed = File.Exists(path) ? FileOptions.None : FileOptions.DeleteOnClose;
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, whenClosed).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: cannot be written. {e.Message} Name another with {option}.", e);
        }
    }
}
