using Xunit.Abstractions;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// <c>./test/run.sh --seeds N</c> runs more schedules than the usual ones; <c>./test/run.sh --mode M --seed S</c> runs one and tells it step by step.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    const int Seeds = 2000;

    [Fact]
    public void With_each_entity_under_one_key_all_is_as_if_applied_one_by_one() => ManySeeds.Run(Simulator.InMemory, Mode.OneKey, Seeds, output);

    [Fact]
    public void With_entities_spread_over_keys_nothing_is_lost_and_nothing_applied_twice() => ManySeeds.Run(Simulator.InMemory, Mode.ManyKeys, Seeds, output);
}
