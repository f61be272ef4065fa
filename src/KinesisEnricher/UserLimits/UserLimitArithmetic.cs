using System.Globalization;

namespace KinesisEnricher.UserLimits;

/// <summary>What is computed of a limit, in exact decimals. Results are rounded to 2 decimals, halves away from zero, as money is on paper.</summary>
static class UserLimitArithmetic
{
    const int Decimals = 2;

    /// <summary>What is left of the limit; below zero once it is breached.</summary>
    public static decimal Remaining(decimal value, decimal progress) => Round(value - progress);

    /// <summary>How much of the limit is used, in percent; null for a limit of 0.</summary>
    public static decimal? UsedPercentage(decimal value, decimal progress) => PercentageOf(value, progress);

    /// <summary>How much of the limit was used when it was reset, in percent (200 of 250000 is 0.08); null for a limit of 0.</summary>
    public static decimal? ResetPercentage(decimal value, decimal resetAmount) => PercentageOf(value, resetAmount);

    /// <summary>What was left of the limit when it was reset.</summary>
    public static decimal Unused(decimal value, decimal resetAmount) => Round(value - resetAmount);

    /// <summary>An amount as text with 2 decimals.</summary>
    public static string ToText(decimal amount) => Round(amount).ToString("F2", CultureInfo.InvariantCulture);

    static decimal? PercentageOf(decimal value, decimal part) => value == 0 ? null : Round(part / value * 100);

    /// <summary>A percentage as text, without trailing zeros.</summary>
    public static string ToPercent(decimal percentage) => percentage.ToString("0.## '%'", CultureInfo.InvariantCulture);

    static decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.AwayFromZero);
}
