using System.Text.Json.Serialization;

namespace KinesisEnricher.UserLimits;

/// <summary>A limit as far as its events have told. What is null is not known.</summary>
sealed record UserLimitState : UserLimitTermsMembers
{
    public required string UserLimitId { get; init; }
    public required string UserId { get; init; }
    public required string BrandId { get; init; }
    public required string CurrencyCode { get; init; }

    public decimal? Progress { get; init; }
    public long? NextResetTime { get; init; }

    /// <summary>Which of the aggregate's events were applied.</summary>
    public required AppliedNumbers Applied { get; init; }

    /// <summary>True while no event has said how the limit was created, so that its value is not known.</summary>
    [JsonIgnore]
    public bool IsPartial => Value is null;
}
