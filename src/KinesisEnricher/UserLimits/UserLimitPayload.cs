namespace KinesisEnricher.UserLimits;

/// <summary>The payloads of the three event types in one. Times are epoch milliseconds; amounts are in the limit's currency, or seconds for a session limit.</summary>
sealed record UserLimitPayload : UserLimitTermsMembers
{
    /// <summary>24 digits.</summary>
    public string? BrandId { get; set; }

    public string? UserId { get; set; }
    public string? UserLimitId { get; set; }
    public string? CurrencyCode { get; set; }
    public long? NextResetTime { get; set; }

    // Of a created limit, beside its terms.
    public decimal? Progress { get; set; }

    // Of changed progress.
    public decimal? Amount { get; set; }
    public decimal? PreviousProgress { get; set; }

    /// <summary>What the producer computed; the limit's own value decides instead, and this may fall below zero.</summary>
    public decimal? RemainingAmount { get; set; }

    // Of a reset, beside type and period.
    public decimal? ResetAmount { get; set; }
    public decimal? ResetPercentage { get; set; }
    public decimal? UnusedAmount { get; set; }

    internal void Take(UserLimitTerms terms) => TermsNow = terms;
}
