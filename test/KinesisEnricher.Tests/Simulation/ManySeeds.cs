using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KinesisEnricher.Core.Pipeline;
using Xunit.Abstractions;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// Runs many schedules, <c>SIMULATION_SEEDS</c> in the environment a mode, or one, <c>SIMULATION_MODE</c> and <c>SIMULATION_SEED</c>, which it tells step by step:
/// <c>./test/run.sh</c> sets them.
/// </summary>
static class ManySeeds
{
    static readonly int? Seeds = Setting("SIMULATION_SEEDS");
    static readonly int? OneSeed = Setting("SIMULATION_SEED");
    static readonly int? OneMode = Setting("SIMULATION_MODE");

    /// <param name="simulator">Runs them.</param>
    /// <param name="mode">Of which mode.</param>
    /// <param name="usual">How many, unless the environment says so.</param>
    /// <param name="output">Told how it went.</param>
    public static void Run(Simulator simulator, Mode mode, int usual, ITestOutputHelper output)
    {
        if (OneSeed is { } seed)
        {
            if (OneMode is null || OneMode == (int)mode)
                Tell(simulator, Schedule.Of(seed, mode), output);
            return;
        }

        var last = Seeds ?? usual;
        var next = 0;
        var failures = new ConcurrentBag<Schedule>();
        // Threads of their own: a simulation never leaves its thread, and may wait there for a server.
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (int number; failures.IsEmpty && (number = Interlocked.Increment(ref next)) <= last;)
            {
                var schedule = Schedule.Of(number, mode);
                if (simulator.Run(schedule).Count > 0)
                    failures.Add(schedule);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.MinBy(f => f.Seed) is { } first)
            Assert.Fail(simulator.Explain(first));
        output.WriteLine($"{last} schedules, nothing wrong.");
    }

    /// <summary>
    /// Runs schedules of both modes without a rule until the oracle finds something wrong: one that finds nothing then proves nothing when all are on. That the
    /// pipeline breaks down without a rule is no proof either.
    /// </summary>
    /// <param name="simulator">Runs them.</param>
    /// <param name="rule">What is turned off.</param>
    /// <param name="most">Seeds a mode at most.</param>
    /// <param name="output">Told how it went.</param>
    public static void Catch(Simulator simulator, Rules rule, int most, ITestOutputHelper output)
    {
        for (var seed = 1; seed <= most; seed++)
        {
            foreach (var mode in Enum.GetValues<Mode>())
            {
                if (simulator.Run(Schedule.Of(seed, mode), Rules.All & ~rule) is not [var wrong, ..] || wrong.StartsWith(Simulator.BrokenOff, StringComparison.Ordinal))
                    continue;
                output.WriteLine($"{rule}: caught after {seed} seeds, mode {(int)mode}: {wrong}");
                return;
            }
        }
        Assert.Fail($"{most} seeds a mode do not miss {rule}.");
    }

    static void Tell(Simulator simulator, Schedule schedule, ITestOutputHelper output)
    {
        var trace = new StringBuilder();
        var wrong = simulator.Run(schedule, trace: trace);
        output.WriteLine(trace.ToString());
        if (wrong.Count > 0)
            Assert.Fail(simulator.Explain(schedule));
    }

    static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
