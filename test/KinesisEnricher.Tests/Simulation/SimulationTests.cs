using System.Collections.Concurrent;
using System.Text;
using Xunit.Abstractions;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// <c>./test/run.sh --seeds N</c> runs more schedules than the usual ones; <c>./test/run.sh --mode M --seed S</c> runs one and tells it step by step.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    static readonly int Seeds = Setting("SIMULATION_SEEDS") ?? 2000;
    static readonly int? OneSeed = Setting("SIMULATION_SEED");
    static readonly int? OneMode = Setting("SIMULATION_MODE");

    [Fact]
    public void With_each_entity_under_one_key_all_is_as_if_applied_one_by_one() => Run(Mode.OneKey);

    [Fact]
    public void With_entities_spread_over_keys_nothing_is_lost_and_nothing_applied_twice() => Run(Mode.ManyKeys);

    void Run(Mode mode)
    {
        if (OneSeed is { } seed)
        {
            if (OneMode is null || OneMode == (int)mode)
                Tell(Schedule.Of(seed, mode));
            return;
        }

        var failures = new ConcurrentBag<Schedule>();
        Parallel.For(1, Seeds + 1, (number, loop) =>
        {
            var schedule = Schedule.Of(number, mode);
            if (Simulator.Run(schedule).Count == 0)
                return;
            failures.Add(schedule);
            loop.Stop();
        });
        if (failures.MinBy(f => f.Seed) is { } first)
            Assert.Fail(Simulator.Explain(first));
        output.WriteLine($"{Seeds} schedules, nothing wrong.");
    }

    void Tell(Schedule schedule)
    {
        var trace = new StringBuilder();
        var wrong = Simulator.Run(schedule, trace: trace);
        output.WriteLine(trace.ToString());
        if (wrong.Count > 0)
            Assert.Fail(Simulator.Explain(schedule));
    }

    static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text) : null;
}
