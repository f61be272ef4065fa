using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class PositionTests
{
    const string Long = "49590338271490256608559692538361571095921575989136588898";

    [Theory]
    [InlineData("9", "10")]
    [InlineData("0009", "10")]
    [InlineData("10", Long)]
    [InlineData("49590338271490256608559692538361571095921575989136588897", Long)]
    public void Sequence_numbers_compare_as_numbers_of_any_length(string lower, string higher)
    {
        Assert.True(SequenceNumber.Parse(lower) < SequenceNumber.Parse(higher));
        Assert.True(SequenceNumber.Parse(higher) > SequenceNumber.Parse(lower));
    }

    [Fact]
    public void Leading_zeros_do_not_make_another_number()
    {
        Assert.Equal(SequenceNumber.Parse("0012"), SequenceNumber.Parse("12"));
        Assert.Equal(SequenceNumber.Parse("0012").GetHashCode(), SequenceNumber.Parse("12").GetHashCode());
        Assert.Equal(SequenceNumber.Parse("000"), SequenceNumber.Parse("0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12a")]
    [InlineData("-1")]
    [InlineData("1.0")]
    public void Text_that_is_not_digits_is_not_usable(string text) => Assert.False(SequenceNumber.Parse(text).IsUsable);

    [Fact]
    public void A_position_is_written_with_six_digits_of_sub_sequence_and_read_back()
    {
        var position = new Position(SequenceNumber.Parse(Long), 42);

        Assert.Equal($"{Long}.000042", position.ToString());
        Assert.Equal(position, Position.Parse(position.ToString()));
        Assert.True(position < Position.Parse($"{Long}.1234567"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData(".1")]
    [InlineData("12.")]
    [InlineData("1x.000000")]
    public void Anything_else_is_not_a_position(string text) => Assert.Throws<FormatException>(() => Position.Parse(text));
}
