using KinesisEnricher.Core.Pipeline;
using Xunit.Abstractions;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>Turns off one rule of the pipeline at a time: a simulation that finds nothing then proves nothing when all are on.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    const int Seeds = 2000;

    public static TheoryData<string> EachRule() => [.. Enum.GetNames<Rules>().Where(name => name is not (nameof(Rules.None) or nameof(Rules.All)))];

    [Theory]
    [MemberData(nameof(EachRule))]
    public void Without_one_of_its_rules_the_pipeline_is_caught(string rule)
    {
        var rules = Rules.All & ~Enum.Parse<Rules>(rule);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            foreach (var mode in Enum.GetValues<Mode>())
            {
                if (Simulator.InMemory.Run(Schedule.Of(seed, mode), rules) is not [var wrong, ..])
                    continue;
                output.WriteLine($"{rule}: caught after {seed} seeds, mode {(int)mode}: {wrong}");
                return;
            }
        }
        Assert.Fail($"{Seeds} seeds a mode do not miss {rule}.");
    }
}
