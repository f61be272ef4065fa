using System.Buffers;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class KinesisResponseWriterTests
{
    static string Write(SequenceNumber? checkpoint, string? state)
    {
        var output = new ArrayBufferWriter<byte>();
        KinesisResponseWriter.Write(output, checkpoint, state is null ? default(ReadOnlyMemory<byte>?) : EventJson.Utf8(state));
        return EventJson.Text(output.WrittenMemory);
    }

    [Fact]
    public void All_good_is_an_empty_list() => Assert.Equal("""{"batchItemFailures":[]}""", Write(null, null));

    [Fact]
    public void An_empty_state_is_none() => Assert.Equal("""{"batchItemFailures":[]}""", Write(null, ""));

    [Fact]
    public void A_checkpoint_is_named_by_its_own_text() =>
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"0049590338271490256608559692538361571095921575989136588898"}]}""",
            Write(SequenceNumber.Parse("0049590338271490256608559692538361571095921575989136588898"), null));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "a": [1, {"b": null}] }""")]
    public void A_windows_state_goes_back_unchanged(string state)
    {
        Assert.Equal($$"""{"state":{{state}},"batchItemFailures":[]}""", Write(null, state));
        Assert.Equal($$"""{"state":{{state}},"batchItemFailures":[{"itemIdentifier":"7"}]}""", Write(SequenceNumber.Parse("7"), state));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7\"")]
    public void A_checkpoint_that_Lambda_could_not_find_is_refused(string checkpoint) =>
        Assert.Throws<ArgumentException>(() => Write(SequenceNumber.Parse(checkpoint), null));
}
