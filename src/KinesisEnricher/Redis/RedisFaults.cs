using KinesisEnricher.Hosting;

namespace KinesisEnricher.Redis;

/// <summary>Words for what goes wrong with Redis, for whoever has to put it right.</summary>
static class RedisFaults
{
    static readonly string[] OfPasswords = ["NOAUTH", "WRONGPASS", "AUTH", "invalid password", "invalid username", "AuthenticationFailure"];

    public static string ExplainRefusal(Exception fault, RedisOptions options) =>
        $"Redis at {options} takes no entries: {fault.Message} It is still asked for those that it has. Check its memory and its eviction policy, and that it is no replica.";

    public static string Explain(Exception fault, RedisOptions options, RedisTimeouts timeouts)
    {
        var cause = fault is TimeoutException or OperationCanceledException ? $"no answer within {timeouts.Command.TotalMilliseconds:0} ms" : fault.Message;
        var advice = Array.Exists(OfPasswords, word => cause.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? "Check REDIS_USER and REDIS_PASSWORD or REDIS_PASSWORD_SECRET_ARN."
            : "Check REDIS_HOST, REDIS_PORT and REDIS_TLS, and whether the function may reach it.";
        return $"Redis at {options}{(options.Tls ? ", with TLS," : "")} is not used for now: {cause} Look-ups go to their source. {advice}";
    }
}
