using System.Text.Json;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// What is added to a user-limit event. What cannot be told is written as null. All of it follows from the limit and the event, and is computed when it is written.
/// </summary>
/// <param name="limit">The limit after the event; for a late event with the event's own amounts.</param>
/// <param name="createdAt">When the event happened, epoch milliseconds.</param>
/// <param name="reset">What a reset took back, for people; null for another event.</param>
/// <param name="late">True for an event that came after a newer one of its limit.</param>
sealed class UserLimitEnrichment(UserLimitState limit, long createdAt, UserLimitReset? reset, bool late) : Enrichment.Value(late), IReadable
{
    /// <summary>Used of the limit after the event.</summary>
    public decimal Progress => limit.Progress ?? 0;

    /// <summary>Left of the limit, text with 2 decimals; null while the limit's value is unknown.</summary>
    public string? RemainingAmount => limit.Value is { } value ? UserLimitArithmetic.ToText(UserLimitArithmetic.Remaining(value, Progress)) : null;

    /// <summary>Used of the limit in percent, 2 decimals; null while its value is unknown, and when that is 0.</summary>
    public decimal? UsedPercentage => limit.Value is { } value ? UserLimitArithmetic.UsedPercentage(value, Progress) : null;

    /// <summary>True when more is used than the limit allows; null while its value is unknown.</summary>
    public bool? Breached => limit.Value is { } value ? Progress > value : null;

    /// <summary>Seconds from the event to the next reset; null when there is none.</summary>
    public decimal? SecondsToReset => (limit.NextResetTime - createdAt) / 1000m;

    /// <summary>True while no event has said how the limit was created.</summary>
    public bool Partial => limit.IsPartial;

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("progress"u8, AmountConverter.WithoutTrailingZeros(Progress));
        writer.WriteString("remainingAmount"u8, RemainingAmount);
        Write(writer, "usedPercentage"u8, UsedPercentage);
        if (Breached is { } breached)
            writer.WriteBoolean("breached"u8, breached);
        else
            writer.WriteNull("breached"u8);
        Write(writer, "secondsToReset"u8, SecondsToReset);
        writer.WriteBoolean("partial"u8, Partial);
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, AmountConverter.WithoutTrailingZeros(known));
        else
            writer.WriteNull(name);
    }

    public string ToLine()
    {
        var parts = new List<string>(4);
        if (RemainingAmount is { } remaining)
            parts.Add($"remaining {remaining}");
        else
            parts.Add($"progress {UserLimitArithmetic.ToText(Progress)} · limit unknown");
        if (UsedPercentage is { } used)
            parts.Add($"used {UserLimitArithmetic.ToPercent(used)}");
        if (Breached is true)
            parts.Add("breached");
        if (reset is not null)
            parts.Add(reset.ToLine());
        return string.Join(" · ", parts);
    }
}
