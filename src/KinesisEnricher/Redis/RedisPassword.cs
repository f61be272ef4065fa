using KinesisEnricher.Hosting;

namespace KinesisEnricher.Redis;

/// <summary>Where Redis's password comes from.</summary>
static class RedisPassword
{
    /// <param name="redis">Names the password, or the secret that holds it.</param>
    /// <param name="variables">The environment.</param>
    /// <returns>Gives the password, or null without one. A secret is read whenever a connection is made: a new one may have taken its place.</returns>
    public static Func<CancellationToken, ValueTask<string?>> Of(RedisOptions redis, IReadOnlyDictionary<string, string> variables)
    {
        if (redis.PasswordSecretArn is not { } arn)
            return _ => new(redis.Password);
        var secrets = new SecretsExtension(variables);
        return async cancellationToken => await secrets.ReadAsync(arn, "password", cancellationToken);
    }
}
