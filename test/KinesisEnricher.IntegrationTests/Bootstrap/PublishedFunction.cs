namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>The function as the README publishes it.</summary>
public sealed class PublishedFunction : PublishedBuild
{
    /// <summary>As Lambda starts it: the file named bootstrap. Other systems cannot run that, and start the assembly beside it.</summary>
    internal override IReadOnlyList<string> Command =>
        OperatingSystem.IsLinux() ? [Path.Combine(Folder, "bootstrap")] : ["dotnet", Path.Combine(Folder, "KinesisEnricher.dll")];
}
