using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Tests.Outputs;

public sealed class ConsoleSinkTests
{
    sealed class Line : IReadable
    {
        public string ToLine() => "remaining 2500.00";
    }

    sealed class Block : IReadable
    {
        public string ToLine() => "not this one";
        public string ToBlock() => "====\nCall\n====";
    }

    static OutputEvent Event(string id, object enrichment) => new()
    {
        Id = id,
        Json = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","text":"é"}"""),
        PartitionKey = "u-1",
        Shard = new Shard("", ""),
        Position = new Position(SequenceNumber.Parse("1"), 0),
        Enrichment = enrichment,
    };

    static async Task<string> Written(ConsoleFormat format, params OutputEvent[] events)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var emission = new Emission(events);
        await new ConsoleSink(writer, format).EmitAsync(emission, default);
        Assert.All(Enumerable.Range(0, events.Length), i => Assert.True(emission.IsTaken(i)));
        return writer.ToString();
    }

    [Fact]
    public async Task Json_is_one_event_a_line_as_it_would_go_out() => Assert.Equal(
        "{\"id\":\"e1\",\"text\":\"é\"}\n{\"id\":\"e2\",\"text\":\"é\"}\n", await Written(ConsoleFormat.Json, Event("e1", new Block()), Event("e2", "x")));

    [Fact]
    public async Task Text_is_the_readable_block_where_there_is_one_else_the_line() => Assert.Equal(
        "e1  remaining 2500.00\n====\nCall\n====\n", await Written(ConsoleFormat.Text, Event("e1", new Line()), Event("e2", new Block())));

    [Fact]
    public async Task Text_of_an_enrichment_that_nobody_made_readable_is_its_json() => Assert.Equal(
        "{\"id\":\"e1\",\"text\":\"é\"}\n", await Written(ConsoleFormat.Text, Event("e1", "x")));

    [Fact]
    public async Task A_writer_that_fails_has_taken_nothing()
    {
        var writer = new StringWriter();
        await writer.DisposeAsync();
        var emission = new Emission([Event("e1", "x")]);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await new ConsoleSink(writer, ConsoleFormat.Json).EmitAsync(emission, default));

        Assert.False(emission.IsTaken(0));
    }

    [Fact]
    public async Task Blocks_of_calls_at_the_same_time_do_not_mix()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var sink = new ConsoleSink(writer, ConsoleFormat.Text);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await sink.EmitAsync(new Emission([Event("e", new Block())]), default))));

        Assert.Equal(string.Concat(Enumerable.Repeat("====\nCall\n====\n", 20)), writer.ToString());
    }

    [Fact]
    public async Task The_sink_none_takes_everything()
    {
        var emission = new Emission([Event("e1", "x"), Event("e2", "x")]);

        await new NoneSink().EmitAsync(emission, default);

        Assert.True(emission.IsTaken(0) && emission.IsTaken(1));
    }
}
