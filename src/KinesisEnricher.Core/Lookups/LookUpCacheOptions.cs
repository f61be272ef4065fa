namespace KinesisEnricher.Core.Lookups;

/// <summary>How long look-up answers are kept, and how many in memory.</summary>
public sealed record LookUpCacheOptions
{
    /// <summary>How long a value is used.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long "there is none" is used; never longer than <see cref="Ttl"/>.</summary>
    public TimeSpan NegativeTtl { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Entries in memory, at most.</summary>
    public int MaxEntries { get; init; } = 20_000;

    /// <summary>Bytes of values in memory, at most.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// True when an entry may still be used. One that seems to come from the future was answered before the clock was set back, or by a machine whose clock is
    /// ahead: it is used only within <see cref="ClockSkew"/>.
    /// </summary>
    public bool IsFresh(in LookUpEntry entry, DateTimeOffset now)
    {
        var age = now - entry.AnsweredAt;
        return age >= -ClockSkew && age < TtlOf(entry);
    }

    /// <summary>How long an entry is used.</summary>
    public TimeSpan TtlOf(in LookUpEntry entry) => entry.Json is null && NegativeTtl < Ttl ? NegativeTtl : Ttl;

    /// <summary>How far the clocks of two machines may be apart.</summary>
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(1);
}
