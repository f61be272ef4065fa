namespace KinesisEnricher.Core.Outputs;

/// <summary>Keeps poison records in a folder, a JSON file each, in a folder per stream and shard. See <see cref="QuarantineDocument"/> for name and shape.</summary>
/// <param name="path">The folder; made when the first record is kept.</param>
public sealed class FolderQuarantine(string path) : IQuarantine
{
    public async ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var target = Path.Combine(path, QuarantineDocument.NameOf(record));
        if (File.Exists(target))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Written aside, then given its name in one step: a reader never sees half a file, nor a crash leaves one under the name that counts as kept.
        var aside = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = File.OpenHandle(aside, FileMode.CreateNew, FileAccess.Write, options: FileOptions.Asynchronous))
            {
                await RandomAccess.WriteAsync(file, QuarantineDocument.Write(record), fileOffset: 0, cancellationToken);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(aside, target, overwrite: false);
        }
        catch (IOException) when (File.Exists(target))
        {
            // Somebody else kept the record meanwhile: the first write wins.
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Reads kept records back: one file, or every <c>*.json</c> below a folder, by stream, shard and position.</summary>
    /// <exception cref="InvalidDataException">A file is not a quarantined record; the message names it.</exception>
    /// <exception cref="IOException">There is no such file or folder, or it cannot be read.</exception>
    public static IReadOnlyList<QuarantinedRecord> Load(string fileOrFolder)
    {
        IEnumerable<string> files = File.Exists(fileOrFolder)
            ? [fileOrFolder]
            : Directory.EnumerateFiles(fileOrFolder, "*.json", SearchOption.AllDirectories);
        return
        [
            .. files.Order(StringComparer.Ordinal)
                .Select(file => QuarantineDocument.Read(File.ReadAllBytes(file), file))
                .OrderBy(record => record.Shard.StreamArn, StringComparer.Ordinal)
                .ThenBy(record => record.Shard.ShardId, StringComparer.Ordinal)
                .ThenBy(record => record.Position),
        ];
    }
}
