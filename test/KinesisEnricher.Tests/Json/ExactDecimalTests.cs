using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Json;

namespace KinesisEnricher.Tests.Json;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("0e9999", true)]
    [InlineData("0.00000000000000000000000000000000000", true)]
    [InlineData("1.50000000000000000000000000000000000", true)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("12e27", true)]
    [InlineData("15E-28", true)]
    [InlineData("1e-28", true)]
    [InlineData("1e-29", false)]
    [InlineData("1e-99999999999999999999", false)]
    [InlineData("2.00000000000000000000000000000000001", false)]
    [InlineData("0.12345678901234567890123456789", false)]
    [InlineData("1e40", false)]
    public void A_number_is_read_where_a_decimal_holds_all_its_digits(string text, bool isHeld)
    {
        Assert.Equal(isHeld, ExactDecimal.TryParse(text, NumberStyles.Float, out _));
        Assert.Equal(isHeld, TryGet(text, out _));
    }

    [Fact]
    public void Whatever_is_read_is_the_number_that_stands_there()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < 5000; i++)
        {
            var text = Digits(random, 1 + random.Next(20)) + (random.Next(3) == 0 ? "" : "." + Digits(random, 1 + random.Next(20)));
            if (random.Next(2) == 0)
                text += $"e{random.Next(-20, 20)}";
            if (!TryGet(text, out var number))
                continue;
            Assert.True(ScaledOf(text) == ScaledOf(number.ToString(CultureInfo.InvariantCulture)), $"seed {seed}: {text}");
            read++;
        }
        Assert.InRange(read, 500, 5000);

        static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(n => (char)('0' + random.Next(n == 0 ? 1 : 0, 10))));
    }

    /// <summary>The number times ten to the hundredth.</summary>
    static BigInteger ScaledOf(string text)
    {
        var parts = text.Split('e');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var exponent = parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        return BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 100 + exponent - decimals);
    }

    static bool TryGet(string json, out decimal number)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return ExactDecimal.TryGet(ref reader, out number);
    }
}
