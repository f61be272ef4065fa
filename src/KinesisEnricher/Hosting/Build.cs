using System.Reflection;

namespace KinesisEnricher.Hosting;

/// <summary>What this build is.</summary>
static class Build
{
    /// <summary><c>PackageSet</c> as it was built with: <c>portable</c> or <c>nuget</c>.</summary>
    public static string PackageSet { get; } =
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "PackageSet").Value ?? "";

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Build).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
