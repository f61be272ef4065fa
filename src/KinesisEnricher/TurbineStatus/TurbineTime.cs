using System.Globalization;

namespace KinesisEnricher.TurbineStatus;

/// <summary>The family's way to write a time: <c>yyyy-MM-dd HH:mm:ss</c>, UTC. Its text sorts as the time does.</summary>
static class TurbineTime
{
    public const string Format = "yyyy-MM-dd HH:mm:ss";

    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>True when a time lies before another, both in the format.</summary>
    public static bool IsBefore(string ts, string other) => string.CompareOrdinal(ts, other) < 0;
}
