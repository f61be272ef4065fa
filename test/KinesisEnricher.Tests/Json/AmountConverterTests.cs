using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Tests.Json;

public sealed class AmountConverterTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.00", "0")]
    [InlineData("100", "100")]
    [InlineData("12.50", "12.5")]
    [InlineData("-12.50", "-12.5")]
    [InlineData("1000000.00", "1000000")]
    [InlineData("0.0000000000000000000000000010", "0.000000000000000000000000001")]
    [InlineData("184467440737095516.10", "184467440737095516.1")]
    [InlineData("7922816251426433759354395.0330", "7922816251426433759354395.033")]
    public void An_amount_is_written_without_zeros_at_its_end(string amount, string written) =>
        Assert.Equal(written, AmountConverter.WithoutTrailingZeros(decimal.Parse(amount, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Taking_zeros_off_gives_what_dividing_by_a_long_one_gives()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = random.NextInt64() >> random.Next(63);
            var zeros = (decimal)Math.Pow(10, random.Next(10));
            var high = random.Next(4) == 0 ? random.Next() : 0;
            var amount = new decimal((int)digits, (int)(digits >> 32), high, random.Next(2) == 0, (byte)random.Next(12)) * (high == 0 ? zeros : 1);

            var expected = amount / 1.0000000000000000000000000000m;

            Assert.True(
                decimal.GetBits(expected).SequenceEqual(decimal.GetBits(AmountConverter.WithoutTrailingZeros(amount))),
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {amount}"));
        }
    }
}
