using KinesisEnricher.Redis;

namespace KinesisEnricher.Benchmarks.Stores;

static class Timeouts
{
    /// <summary>Nothing is given up, however busy the machine is: both ways do all of their work.</summary>
    public static RedisTimeouts Long { get; } = new() { Connect = TimeSpan.FromSeconds(10), Command = TimeSpan.FromSeconds(10) };
}
