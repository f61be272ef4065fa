namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>
/// The function compiled ahead of time. With .NET 9: not every registry has the pieces of .NET 10's native compiler, and the code is the same. Trim and AOT
/// warnings of our own code are errors, so that publishing it is a test in itself.
/// </summary>
public sealed class NativeFunction : StandAloneBuild
{
    protected override IEnumerable<string> Options =>
    [
        "-p:PublishAot=true",
        "-p:RestoreEnablePackagePruning=true", // As .NET 10's target has it: without, packages that the framework supersedes are restored, and warned of.
        .. OperatingSystem.IsLinux() ? ["-p:CppCompilerAndLinker=gcc"] : Array.Empty<string>(),
    ];

    protected override (string Name, string Value)[] Environment => [("TargetFramework", "net9.0")];
}
