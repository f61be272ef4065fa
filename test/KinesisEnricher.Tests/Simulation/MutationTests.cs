using KinesisEnricher.Core.Pipeline;
using Xunit.Abstractions;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>Turns off one rule of the pipeline at a time.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    const int Seeds = 2000;

    public static TheoryData<string> EachRule() => [.. Enum.GetNames<Rules>().Where(name => name is not (nameof(Rules.None) or nameof(Rules.All)))];

    [Theory]
    [MemberData(nameof(EachRule))]
    public void Without_one_of_its_rules_the_pipeline_is_caught(string rule) => ManySeeds.Catch(Simulator.InMemory, Enum.Parse<Rules>(rule), Seeds, output);
}
