namespace KinesisEnricher.UserLimits;

/// <summary>
/// What is settled of a limit when it is created, and seldom changes afterwards: kept in one piece, so that an event that changes the progress alone passes it on
/// as it is. What is null is not known.
/// </summary>
sealed record UserLimitTerms
{
    public static UserLimitTerms Unknown { get; } = new();

    public UserLimitType? Type { get; init; }
    public UserLimitPeriod? Period { get; init; }
    public UserLimitStatus? Status { get; init; }
    public decimal? Value { get; init; }
    public decimal? PreviousLimitValue { get; init; }
    public long? ActiveFrom { get; init; }
    public long? ActiveUntil { get; init; }
    public long? CreatedAt { get; init; }

    /// <summary>These terms, with what they do not tell taken from <paramref name="other"/>.</summary>
    public UserLimitTerms Or(UserLimitTerms other) =>
        ReferenceEquals(this, Unknown) ? other
        : ReferenceEquals(other, Unknown) ? this
        : new UserLimitTerms
        {
            Type = Type ?? other.Type,
            Period = Period ?? other.Period,
            Status = Status ?? other.Status,
            Value = Value ?? other.Value,
            PreviousLimitValue = PreviousLimitValue ?? other.PreviousLimitValue,
            ActiveFrom = ActiveFrom ?? other.ActiveFrom,
            ActiveUntil = ActiveUntil ?? other.ActiveUntil,
            CreatedAt = CreatedAt ?? other.CreatedAt,
        };
}
