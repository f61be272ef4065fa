using System.Text;
using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>Runs schedules, and makes those that fail short enough to read.</summary>
/// <param name="open">Makes a schedule's servers.</param>
/// <param name="options">What <c>./test/run.sh</c> is given to run on such servers.</param>
sealed class Simulator(Func<Schedule, ISimulatedServers> open, string options)
{
    /// <summary>What the oracle was not asked about begins with this.</summary>
    public const string BrokenOff = "The run broke off:";

    public static Simulator InMemory { get; } = new(schedule => new MemoryServers(schedule.Aliases), "");

    /// <summary>Puts something between a process and its ports: nothing, unless a test tries whether the simulation would see it.</summary>
    public Func<SimulatedProcess, PipelinePorts, PipelinePorts> Wire { get; init; } = (_, ports) => ports;

    /// <returns>What went wrong; nothing when all is well.</returns>
    public IReadOnlyList<string> Run(Schedule schedule, Rules rules = Rules.All, StringBuilder? trace = null)
    {
        // Continuations run where they are: the test runner's context would take them to other threads, and no run would be like another.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var servers = open(schedule);
            var world = new World(schedule, servers, rules, Wire, trace);
            world.Run();
            return [.. Oracle.Check(world)];
        }
        catch (Exception e)
        {
            return [$"{BrokenOff} {e}"];
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    Schedule Shrink(Schedule schedule, Rules rules)
    {
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            foreach (var shorter in schedule.Shorter())
            {
                if (Run(shorter, rules).Count == 0)
                    continue;
                schedule = shorter;
                isShorter = true;
                break;
            }
        }
        return schedule;
    }

    /// <summary>The shortest failing form of a schedule, told step by step, and the command that tells it again.</summary>
    public string Explain(Schedule schedule, Rules rules = Rules.All)
    {
        var shortest = Shrink(schedule, rules);
        var trace = new StringBuilder();
        var wrong = Run(shortest, rules, trace);
        return $"""
            Seed {schedule.Seed} of mode {(int)schedule.Mode}: {wrong[0]}
            {trace}
            {string.Join('\n', wrong)}
            Again: ./test/run.sh {options}--mode {(int)schedule.Mode} --seed {schedule.Seed}
            """;
    }
}
