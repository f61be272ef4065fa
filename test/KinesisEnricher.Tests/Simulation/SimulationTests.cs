using System.Text;

namespace KinesisEnricher.Tests.Simulation;

public sealed class SimulationTests
{
    /// <summary>Schedules a mode; ./test/run.sh --seeds N sets it.</summary>
    static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS") ?? "2000");

    [Fact]
    public void With_each_entity_under_one_key_all_is_as_if_applied_one_by_one() => RunAll(Mode.OneKey);

    [Fact]
    public void With_entities_spread_over_keys_nothing_is_lost_and_nothing_applied_twice() => RunAll(Mode.ManyKeys);

    static void RunAll(Mode mode)
    {
        var failures = new System.Collections.Concurrent.ConcurrentBag<Schedule>();
        Parallel.For(1, Seeds + 1, (seed, loop) =>
        {
            var schedule = Schedule.Of(seed, mode);
            if (Simulator.Run(schedule).Count == 0)
                return;
            failures.Add(schedule);
            loop.Stop();
        });
        if (failures.MinBy(f => f.Seed) is { } first)
            Assert.Fail(Simulator.Explain(first));
    }
}
