namespace KinesisEnricher.Redis;

/// <summary>How long Redis may take before a batch goes on without it.</summary>
public sealed record RedisTimeouts
{
    /// <summary>For a connection, from its name's resolution to its first answer.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For the commands that were sent together.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long Redis is left alone after a fault. It doubles with each further one, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
