namespace KinesisEnricher.Hosting;

/// <summary>The Redis that look-ups are cached in.</summary>
public sealed record RedisOptions
{
    /// <summary><c>REDIS_HOST</c>.</summary>
    public required string Host { get; init; }

    /// <summary><c>REDIS_PORT</c>.</summary>
    public int Port { get; init; } = 6379;

    /// <summary><c>REDIS_TLS</c>.</summary>
    public bool Tls { get; init; }

    /// <summary><c>REDIS_USER</c>; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary><c>REDIS_PASSWORD</c>; null without one.</summary>
    public string? Password { get; init; }

    /// <summary><c>REDIS_PASSWORD_SECRET_ARN</c>: the secret that holds the password; null without one.</summary>
    public string? PasswordSecretArn { get; init; }

    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
