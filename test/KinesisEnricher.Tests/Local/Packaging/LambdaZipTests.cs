using System.IO.Compression;
using KinesisEnricher.Local.Packaging;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local.Packaging;

public class LambdaZipTests
{
    [Fact]
    public void Bootstrap_is_executable_and_every_entry_says_that_it_is_of_unix()
    {
        using var folder = new TempFolder();
        var source = Directory.CreateDirectory(Path.Combine(folder.Path, "out"));
        File.WriteAllText(Path.Combine(source.FullName, "bootstrap"), "#!");
        File.WriteAllText(Path.Combine(source.FullName, "KinesisEnricher.dll"), "x");
        File.WriteAllText(Path.Combine(source.FullName, "KinesisEnricher.pdb"), "x");
        var path = Path.Combine(folder.Path, "lambda.zip");

        LambdaZip.Create(source.FullName, path);
        var first = File.ReadAllBytes(path);
        LambdaZip.Create(source.FullName, path);

        Assert.Equal(first, File.ReadAllBytes(path));
        using var zip = ZipFile.OpenRead(path);
        Assert.Equal(["KinesisEnricher.dll", "bootstrap"], zip.Entries.Select(e => e.FullName));
        Assert.Equal([0b110_100_100, 0b111_101_101], zip.Entries.Select(e => (e.ExternalAttributes >> 16) & 0x1FF));
        // Central directory entries: signature, then version and system of the maker.
        var entries = Enumerable.Range(0, first.Length - 6).Where(i => first.AsSpan(i).StartsWith("PK\u0001\u0002"u8)).ToArray();
        Assert.Equal(2, entries.Length);
        Assert.All(entries, at => Assert.Equal(3, first[at + 5]));
    }
}
