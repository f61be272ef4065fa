namespace KinesisEnricher.Runtime.Aws;

/// <summary>How long <see cref="KinesisClient"/> waits.</summary>
public sealed record KinesisClientOptions
{
    /// <summary>For a connection; 1 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For a whole call, connecting included; 5 s by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
