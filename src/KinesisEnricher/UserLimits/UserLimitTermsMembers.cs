namespace KinesisEnricher.UserLimits;

/// <summary>Terms as members of the JSON around them, for the serializer.</summary>
abstract record UserLimitTermsMembers
{
    /// <summary>Internal, not ignored: the serializer of .NET 9 sets an ignored member to null where it can be set only at the start.</summary>
    internal UserLimitTerms Terms { get => TermsNow; init => TermsNow = value; }

    private protected UserLimitTerms TermsNow { get; set; } = UserLimitTerms.Unknown;

    public UserLimitType? Type { get => Terms.Type; init => Terms = Terms with { Type = value }; }
    public UserLimitPeriod? Period { get => Terms.Period; init => Terms = Terms with { Period = value }; }
    public UserLimitStatus? Status { get => Terms.Status; init => Terms = Terms with { Status = value }; }
    public decimal? Value { get => Terms.Value; init => Terms = Terms with { Value = value }; }
    public decimal? PreviousLimitValue { get => Terms.PreviousLimitValue; init => Terms = Terms with { PreviousLimitValue = value }; }
    public long? ActiveFrom { get => Terms.ActiveFrom; init => Terms = Terms with { ActiveFrom = value }; }
    public long? ActiveUntil { get => Terms.ActiveUntil; init => Terms = Terms with { ActiveUntil = value }; }
    public long? CreatedAt { get => Terms.CreatedAt; init => Terms = Terms with { CreatedAt = value }; }
}
