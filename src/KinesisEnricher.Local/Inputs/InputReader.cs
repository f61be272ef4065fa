using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.Inputs;

/// <summary>Reads the events that a command names: files, standard input, text.</summary>
sealed class InputReader(Surroundings surroundings)
{
    public const string StandardInput = "-";

    /// <param name="name">A file, or <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Ends the wait for standard input.</param>
    /// <exception cref="UsageException">It cannot be read or is not a Kinesis event; the message names it and says why.</exception>
    public async Task<LambdaEvent> ReadAsync(string name, CancellationToken cancellationToken) =>
        Parse(name, await BytesOfAsync(name, cancellationToken));

    /// <inheritdoc cref="ReadAsync"/>
    /// <param name="name">What the event is called.</param>
    /// <param name="utf8">The event.</param>
    public static LambdaEvent Parse(string name, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return new LambdaEvent(name, utf8, KinesisEventCheck.Check(utf8.Span));
        }
        catch (Exception e) when (e is InvalidKinesisEventException or NotAKinesisEventException)
        {
            throw new UsageException($"{name}: {e.Message}", e);
        }
    }

    async Task<byte[]> BytesOfAsync(string name, CancellationToken cancellationToken)
    {
        if (string.Equals(name, StandardInput, StringComparison.Ordinal))
            return await ReadStandardInputAsync(cancellationToken);
        var path = surroundings.PathOf(name);
        if (Directory.Exists(path))
            throw new UsageException($"{name}: a folder, not a file. Name the files in it, such as {name.TrimEnd('/', '\\')}/*.json.");
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{name}: no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: cannot be read. {e.Message}", e);
        }
    }

    async Task<byte[]> ReadStandardInputAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        // A read of the terminal does not heed the token; waiting for it does.
        await surroundings.In.CopyToAsync(bytes, cancellationToken).WaitAsync(cancellationToken);
        return bytes.ToArray();
    }
}
