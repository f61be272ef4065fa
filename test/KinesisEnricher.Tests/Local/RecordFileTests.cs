using KinesisEnricher.Local;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local;

public sealed class RecordFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    string With(string content)
    {
        var path = Path.Combine(_folder.Path, "records");
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\n  \"type\": \"LIMIT\"\n}\n")]
    [InlineData("{\n}\n")]
    [InlineData("{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}]}")]
    [InlineData("[\n1\n]")]
    public void What_is_neither_lines_nor_a_Kinesis_event_is_named(string content)
    {
        var fault = Assert.Throws<UsageException>(() => new RecordFile(null).Read(With(content), "pretty.json").ToList());

        Assert.StartsWith("pretty.json: neither JSON lines nor a Kinesis event. ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_named_as_one()
    {
        var fault = Assert.Throws<UsageException>(() => new RecordFile(null).Read(_folder.Path, "events").ToList());

        Assert.Equal("events: a folder, not a file.", fault.Message);
    }

    [Theory]
    [InlineData("{\"Records\":[]}", 0)]
    [InlineData("{\"type\":\"A\"}\n\n{\"type\":\"B\"}", 2)]
    public void Lines_and_events_are_read(string content, int count) => Assert.Equal(count, new RecordFile(null).Read(With(content), "a").Count());
}
