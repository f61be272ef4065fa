using KinesisEnricher.Hosting;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Hosting;

public sealed class PortsTests
{
    [Fact]
    public void Deployments_share_entries_in_redis_when_their_reference_files_have_the_same_content()
    {
        using var folder = new TempFolder();
        var (one, same, other) = (Write("one", "{}"), Write("same", "{}"), Write("other", """{"asset":{}}"""));

        Assert.Equal(PrefixOf(one), PrefixOf(same));
        Assert.NotEqual(PrefixOf(one), PrefixOf(other));
        Assert.StartsWith("enricher:reference:", PrefixOf(one), StringComparison.Ordinal);
        Assert.Equal("enricher:dev", Ports.CachePrefixOf(EnricherOptions.From(new Dictionary<string, string> { ["STAGE"] = "dev" })));

        string Write(string name, string content)
        {
            var path = Path.Combine(folder.Path, name);
            File.WriteAllText(path, content);
            return path;
        }

        static string PrefixOf(string file) => Ports.CachePrefixOf(EnricherOptions.From(new Dictionary<string, string> { ["REFERENCE_FILE"] = file }));
    }
}
