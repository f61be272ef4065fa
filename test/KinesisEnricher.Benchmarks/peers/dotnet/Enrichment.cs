using System.Globalization;

namespace DotnetPeer;

sealed record Enrichment(string Progress, string? RemainingAmount, decimal? UsedPercentage, bool? Breached, long? SecondsToReset, bool Partial)
{
    public static Enrichment Of(Limit limit, long createdAt) => new(
        Text(limit.Progress),
        limit.Value is { } value ? Text(value - limit.Progress) : null,
        limit.Value > 0 ? decimal.Round(limit.Progress / limit.Value.Value * 100, 2) : null,
        limit.Value is { } known ? limit.Progress > known : null,
        (limit.NextResetTime - createdAt) / 1000,
        limit.Value is null);

    static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
