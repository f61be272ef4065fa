using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Tests.Local;

public sealed class SequenceTailsTests
{
    [Theory]
    [InlineData("12", "12")]
    [InlineData("12345", "12345")]
    [InlineData("123456", "…3456")]
    [InlineData("", "?")]
    [InlineData("not-a-number", "?")]
    public void Four_digits_stand_for_the_number(string number, string shown) => Assert.Equal([shown], Show((number, 0)));

    [Fact]
    public void Numbers_with_the_same_end_have_as_many_digits_as_it_takes() =>
        Assert.Equal(["…10301", "…20301", "…20302"], Show(("9990010301", 0), ("9990020301", 0), ("9990020302", 0)));

    [Fact]
    public void The_same_number_twice_needs_no_more() => Assert.Equal(["…0301", "…0301"], Show(("9990010301", 0), ("9990010301", 0)));

    [Fact]
    public void Records_of_an_aggregate_have_their_place() =>
        Assert.Equal(["…0301.0", "…0301.1", "…0302"], Show(("9990010301", 0), ("9990010301", 1), ("9990010302", 0)));

    static string[] Show(params (string Number, int Sub)[] records)
    {
        OutcomeLine[] lines = [.. records.Select(r => new OutcomeLine(r.Number, r.Sub, "k", null, Outcome.Skipped, null, null))];
        var tails = new SequenceTails(lines);
        return [.. lines.Select(tails.Of)];
    }
}
