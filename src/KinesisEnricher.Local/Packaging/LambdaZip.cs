using System.Buffers.Binary;
using System.IO.Compression;

namespace KinesisEnricher.Local.Packaging;

/// <summary>
/// Makes the zip that Lambda takes: files with Unix rights, <c>bootstrap</c> executable, whatever system it is made on. The same files give the same bytes.
/// </summary>
static class LambdaZip
{
    const string Bootstrap = "bootstrap";
    const int RegularFile = 0x8000 << 16;
    const int Executable = 0b111_101_101 << 16;
    const int Readable = 0b110_100_100 << 16;
    const byte Unix = 3;
    static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">What is packed.</param>
    /// <param name="path">The zip; another of its name is replaced.</param>
    /// <returns>Its size in bytes.</returns>
    public static long Create(string folder, string path)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                if (name.EndsWith(".pdb", StringComparison.Ordinal) || name.EndsWith(".dbg", StringComparison.Ordinal))
                    continue;
                var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = Time;
                entry.ExternalAttributes = RegularFile | (name == Bootstrap ? Executable : Readable);
                using var source = File.OpenRead(file);
                using var target = entry.Open();
                source.CopyTo(target);
            }
        }
        var bytes = zip.GetBuffer().AsSpan(0, (int)zip.Length);
        SayUnix(bytes);
        using var output = File.Create(path);
        output.Write(bytes);
        return bytes.Length;
    }

    /// <summary>Rights count only in entries that say they were made by Unix; .NET writes the system that it runs on.</summary>
    static void SayUnix(Span<byte> zip)
    {
        // APPNOTE.TXT 4.3.16 and 4.3.12: the end record, without a comment, has the directory's place; in an entry, the maker is the second byte behind the signature.
        var end = zip[^22..];
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var at = (int)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        for (var i = 0; i < entries; i++)
        {
            var entry = zip[at..];
            entry[5] = Unix;
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }
}
