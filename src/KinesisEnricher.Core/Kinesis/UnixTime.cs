namespace KinesisEnricher.Core.Kinesis;

/// <summary>Times as Lambda writes them: seconds since 1970, with a fraction.</summary>
static class UnixTime
{
    /// <summary>Above this a number is taken for milliseconds, as Amazon.Lambda.Serialization.SystemTextJson has it: the year 6969, or 1974.</summary>
    const decimal LargestSeconds = 157_753_180_800m;

    const decimal LargestMilliseconds = 253_402_300_799_999m;
    const decimal SmallestSeconds = -62_135_596_800m;

    /// <returns>The time, exact to the tick, what is finer cut off; null outside the years 1 to 9999.</returns>
    public static DateTimeOffset? ToDateTimeOffset(decimal value)
    {
        if (value < SmallestSeconds || value > LargestMilliseconds)
            return null;
        var ticks = value * (value > LargestSeconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond);
        return DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Floor(ticks));
    }
}
