namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A file that gets a line per batch that was given up.</summary>
/// <param name="path">The file; made when the first is.</param>
sealed class FileDestination(string path) : IOnFailureDestination
{
    readonly Lock _gate = new();

    public ValueTask SendAsync(DiscardedBatch batch, CancellationToken cancellationToken)
    {
        byte[] line = [.. OnFailureDocument.Write(batch, withPayload: true).Span, (byte)'\n'];
        try
        {
            lock (_gate)
            {
                // One write for the line: a process that ends leaves it whole or not at all.
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
                file.Write(line);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        return default;
    }
}
