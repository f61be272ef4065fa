using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;
using StackExchange.Redis;

namespace KinesisEnricher.Redis;

/// <summary>The client's settings: the one place where versions 1 and 2 of it differ.</summary>
static class RedisConfiguration
{
    /// <summary>Commands that a cache has no use for, and that some servers refuse: without the first, the client opens one connection and not two.</summary>
    static readonly HashSet<string> Unused = ["SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "PUBLISH", "CONFIG"];

    /// <summary><c>PackageSet</c> as this was built with, <c>portable</c> or <c>nuget</c>: each brings its version of the client.</summary>
#if STACKEXCHANGE_REDIS_2
    public const string PackageSet = "nuget";
#else
    public const string PackageSet = "portable";
#endif

    /// <summary>The client's version, such as <c>1.2.6</c>: which one it is depends on the package set.</summary>
    public static string ClientVersion => typeof(ConnectionMultiplexer).Assembly.GetName().Version!.ToString(3);

    /// <exception cref="ConfigurationException">The options ask for what this client cannot do.</exception>
    public static void Check(RedisOptions options)
    {
#if !STACKEXCHANGE_REDIS_2
        if (options.User is not null)
            throw new ConfigurationException("REDIS_USER", options.User, "no value in this build, whose Redis client knows the default user only: publish with -p:PackageSet=nuget");
#endif
    }

    public static ConfigurationOptions For(RedisOptions options, string? password, RedisTimeouts timeouts)
    {
        var configuration = new ConfigurationOptions
        {
            EndPoints = { { options.Host, options.Port } },
            Password = password,
            Ssl = options.Tls,
            SslHost = options.Tls ? options.Host : null,
            AbortOnConnectFail = true, // A client that is not connected is given up, and another made when its time has come.
            ConnectTimeout = (int)timeouts.Connect.TotalMilliseconds,
            ConnectRetry = 1,
            SyncTimeout = (int)timeouts.Command.TotalMilliseconds,
            CommandMap = CommandMap.Create(Unused, available: false),
            TieBreaker = "", // Asked for at connecting, to choose between masters: there is one, or a cluster that says which.
            ClientName = "kinesis-enricher",
        };
#if STACKEXCHANGE_REDIS_2
        configuration.User = options.User;
        configuration.AsyncTimeout = (int)timeouts.Command.TotalMilliseconds;
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // What cannot be sent now is not sent later.
        configuration.IncludeDetailInExceptions = false; // Keys are part of it, and faults are logged.
#endif
        return configuration;
    }

    /// <summary>Settings that version 1 has at its clients.</summary>
    public static void Settle(ConnectionMultiplexer client)
    {
#if !STACKEXCHANGE_REDIS_2
        client.IncludeDetailInExceptions = false; // Keys are part of it, and faults are logged.
#endif
    }
}
