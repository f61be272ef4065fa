namespace KinesisEnricher.UserLimits;

/// <summary>How a limit stood when it was reset, by the limit's value as it is known here.</summary>
/// <param name="Amount">What had been used.</param>
/// <param name="Percentage">The same in percent of the limit, 2 decimals; null while the limit's value is unknown, and when that is 0.</param>
/// <param name="Unused">What had not been used; null while the limit's value is unknown.</param>
sealed record UserLimitReset(decimal Amount, decimal? Percentage, decimal? Unused)
{
    public static UserLimitReset Of(decimal? value, decimal resetAmount) => value is { } known
        ? new(resetAmount, UserLimitArithmetic.ResetPercentage(known, resetAmount), UserLimitArithmetic.Unused(known, resetAmount))
        : new(resetAmount, null, null);

    /// <summary>Such as <c>reset 200.00 (0.08 %), 249800.00 unused</c>.</summary>
    public string ToLine()
    {
        var percentage = Percentage is { } known ? $" ({UserLimitArithmetic.ToPercent(known)})" : "";
        var unused = Unused is { } left ? $", {UserLimitArithmetic.ToText(left)} unused" : "";
        return $"reset {UserLimitArithmetic.ToText(Amount)}{percentage}{unused}";
    }
}
