using System.Text.Json.Serialization;

namespace KinesisEnricher.UserLimits;

/// <summary>A limit as far as its events have told. What is null is not known.</summary>
sealed record UserLimitState
{
    public required string UserLimitId { get; init; }
    public required string UserId { get; init; }
    public required string BrandId { get; init; }
    public required string CurrencyCode { get; init; }

    public UserLimitType? Type { get; init; }
    public UserLimitPeriod? Period { get; init; }
    public UserLimitStatus? Status { get; init; }
    public decimal? Value { get; init; }
    public decimal? PreviousLimitValue { get; init; }
    public decimal? Progress { get; init; }
    public long? ActiveFrom { get; init; }
    public long? ActiveUntil { get; init; }
    public long? CreatedAt { get; init; }
    public long? NextResetTime { get; init; }

    /// <summary>Which of the aggregate's events were applied.</summary>
    public required AppliedNumbers Applied { get; init; }

    /// <summary>True while no event has said how the limit was created, so that its value is not known.</summary>
    [JsonIgnore]
    public bool IsPartial => Value is null;

    /// <summary>This limit, with what it does not know taken from <paramref name="other"/>.</summary>
    public UserLimitState Or(UserLimitState other) => this with
    {
        Type = Type ?? other.Type,
        Period = Period ?? other.Period,
        Status = Status ?? other.Status,
        Value = Value ?? other.Value,
        PreviousLimitValue = PreviousLimitValue ?? other.PreviousLimitValue,
        Progress = Progress ?? other.Progress,
        ActiveFrom = ActiveFrom ?? other.ActiveFrom,
        ActiveUntil = ActiveUntil ?? other.ActiveUntil,
        CreatedAt = CreatedAt ?? other.CreatedAt,
        NextResetTime = NextResetTime ?? other.NextResetTime,
    };
}
