using KinesisEnricher.Redis;

namespace KinesisEnricher.Hosting;

/// <summary>What this build is.</summary>
static class Build
{
    /// <inheritdoc cref="RedisConfiguration.PackageSet"/>
    public static string PackageSet => RedisConfiguration.PackageSet;

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Build).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
