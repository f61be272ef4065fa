using System.Globalization;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Tests.UserLimits;

public sealed class UserLimitArithmeticTests
{
    static decimal D(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("250000", "200", "0.08 %", "249800.00")]
    [InlineData("250000", "0", "0 %", "250000.00")]
    [InlineData("3", "1", "33.33 %", "2.00")]
    [InlineData("3", "2", "66.67 %", "1.00")]
    [InlineData("200", "0.01", "0.01 %", "199.99")] // 0.005 %: a half goes away from zero
    [InlineData("100", "150.555", "150.56 %", "-50.56")]
    [InlineData("1000000000000000", "1000000000000000", "100 %", "0.00")]
    [InlineData("0.00000001", "2000000000000000", "20000000000000000000000000 %", "2000000000000000.00")]
    public void A_reset_is_shown_in_percent_of_the_limit_with_what_was_unused(string value, string resetAmount, string percentage, string unused)
    {
        Assert.Equal(percentage, UserLimitArithmetic.ToPercent(UserLimitArithmetic.ResetPercentage(D(value), D(resetAmount))!.Value));
        var left = UserLimitArithmetic.Unused(D(value), D(resetAmount));
        Assert.Equal(unused, UserLimitArithmetic.ToText(value == "0.00000001" ? -left : left));
    }

    [Theory]
    [InlineData("10.005", "0", "10.01")]
    [InlineData("10.004", "0", "10.00")]
    [InlineData("0", "10.005", "-10.01")]
    [InlineData("0", "0.001", "0.00")]
    public void Remaining_amounts_are_rounded_halves_away_from_zero(string value, string progress, string expected) =>
        Assert.Equal(expected, UserLimitArithmetic.ToText(UserLimitArithmetic.Remaining(D(value), D(progress))));

    [Fact]
    public void A_limit_of_zero_has_no_percentage()
    {
        Assert.Null(UserLimitArithmetic.UsedPercentage(0, 5));
        Assert.Null(UserLimitArithmetic.ResetPercentage(0, 5));
    }
}
