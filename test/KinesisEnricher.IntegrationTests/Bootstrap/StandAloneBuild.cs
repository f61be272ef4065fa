namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>A build that needs no runtime beside it. It is of the system that the tests run on.</summary>
public abstract class StandAloneBuild : PublishedBuild
{
    internal override IReadOnlyList<string> Command => [Path.Combine(Folder, OperatingSystem.IsLinux() ? "bootstrap" : "KinesisEnricher")];

    protected override string RuntimeIdentifier => (OperatingSystem.IsLinux() ? "linux-" : "osx-") + Architecture;
}
