using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.Inputs;

namespace KinesisEnricher.Tests.Local;

public sealed class KinesisEventCheckTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Records":null}""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("\uFEFF{\"Records\":[]}")]
    [InlineData("""{"Records":[],"extra":{"deep":[1]}}""")]
    [InlineData("""{"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"},"state":{"a":{"b":[1]}},"isFinalInvokeForWindow":true}""")]
    public void An_event_without_records_is_a_Kinesis_event(string json) => Assert.Equal(0, Check(json).Records);

    [Theory]
    [InlineData("""{"Records":[{"eventSource":"aws:kinesis"}]}""")]
    [InlineData("""{"Records":[{"kinesis":{"data":"e30="}}]}""")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{"kinesis":{"eventSource":"aws:sqs"}}]}""")]
    public void Records_need_not_name_their_source(string json) => Assert.Equal(1, Check(json).Records);

    [Theory]
    [InlineData("""{"asset":{}}""", "not a Kinesis event: it has 'asset' and no 'Records'.")]
    [InlineData("""{"state":{},"detail-type":"x","id":"y"}""", "not a Kinesis event: it has 'detail-type' and no 'Records'.")]
    [InlineData("[1]", "not a Kinesis event: a JSON array, and an object with 'Records' is expected.")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs"}]}""", "not a Kinesis event: its eventSource is 'aws:sqs', not 'aws:kinesis'.")]
    [InlineData("""{"Records":[{"EventSource":"aws:sns"}]}""", "not a Kinesis event: its eventSource is 'aws:sns', not 'aws:kinesis'.")]
    [InlineData("""{"Records":[{"eventSource":"aws:kinesis"},{"eventSource":"aws:dynamodb"}]}""", "not a Kinesis event: its eventSource is 'aws:dynamodb', not 'aws:kinesis'.")]
    public void Another_document_is_not(string json, string message) =>
        Assert.Equal(message, Assert.Throws<NotAKinesisEventException>(() => Check(json)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"Records":5}""")]
    public void What_the_function_refuses_is_refused(string json) => Assert.Throws<InvalidKinesisEventException>(() => Check(json));

    [Fact]
    public void The_event_stays_as_it_was()
    {
        var utf8 = """{"Records":[{"kinesis":{"data":"e30="}}]}"""u8.ToArray();
        var before = utf8.ToArray();

        KinesisEventCheck.Check(utf8);

        Assert.Equal(before, utf8);
    }

    static BatchSummary Check(string json) => KinesisEventCheck.Check(Encoding.UTF8.GetBytes(json));
}
