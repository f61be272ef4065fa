namespace KinesisEnricher.UserLimits;

/// <summary>The payloads of the three event types in one. Times are epoch milliseconds; amounts are in the limit's currency, or seconds for a session limit.</summary>
sealed record UserLimitPayload : UserLimitTermsMembers
{
    /// <summary>24 digits.</summary>
    public string? BrandId { get; init; }

    public string? UserId { get; init; }
    public string? UserLimitId { get; init; }
    public string? CurrencyCode { get; init; }
    public long? NextResetTime { get; init; }

    // Of a created limit, beside its terms.
    public decimal? Progress { get; init; }

    // Of changed progress.
    public decimal? Amount { get; init; }
    public decimal? PreviousProgress { get; init; }

    /// <summary>What the producer computed; the limit's own value decides instead, and this may fall below zero.</summary>
    public decimal? RemainingAmount { get; init; }

    // Of a reset, beside type and period.
    public decimal? ResetAmount { get; init; }
    public decimal? ResetPercentage { get; init; }
    public decimal? UnusedAmount { get; init; }
}
