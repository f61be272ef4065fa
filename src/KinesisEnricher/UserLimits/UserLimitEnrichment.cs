using System.Text.Json.Serialization;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.UserLimits;

/// <summary>What is added to a user-limit event. What cannot be told is written as null.</summary>
sealed record UserLimitEnrichment : IReadable
{
    /// <summary>Used of the limit after the event.</summary>
    public required decimal Progress { get; init; }

    /// <summary>Left of the limit, text with 2 decimals; null while the limit's value is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? RemainingAmount { get; init; }

    /// <summary>Used of the limit in percent, 2 decimals; null while its value is unknown, and when that is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required decimal? UsedPercentage { get; init; }

    /// <summary>True when more is used than the limit allows; null while its value is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required bool? Breached { get; init; }

    /// <summary>Seconds from the event to the next reset; null when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required decimal? SecondsToReset { get; init; }

    /// <summary>True while no event has said how the limit was created.</summary>
    public required bool Partial { get; init; }

    /// <summary>What a reset took back, for people; null for another event.</summary>
    [JsonIgnore]
    public UserLimitReset? Reset { get; init; }

    public string ToLine()
    {
        var parts = new List<string>(4);
        if (RemainingAmount is null)
            parts.Add($"progress {UserLimitArithmetic.ToText(Progress)} · limit unknown");
        else
            parts.Add($"remaining {RemainingAmount}");
        if (UsedPercentage is { } used)
            parts.Add($"used {UserLimitArithmetic.ToPercent(used)}");
        if (Breached is true)
            parts.Add("breached");
        if (Reset is not null)
            parts.Add(Reset.ToLine());
        return string.Join(" · ", parts);
    }
}
