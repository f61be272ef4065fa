namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>The function with the runtime, trimmed to what it uses. What is cut off by mistake shows only when it runs.</summary>
public sealed class SelfContainedFunction : StandAloneBuild
{
    protected override IEnumerable<string> Options => ["--self-contained"];
}
