namespace KinesisEnricher.Local.Commands;

/// <summary>The processors that Lambda has.</summary>
enum PackageArchitecture
{
    X64,
    Arm64,
}
