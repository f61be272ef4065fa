using System.Text;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Tests.Simulation;

public sealed class WorldTests
{
    [Fact]
    public void A_call_that_outlives_the_answer_fails_the_run() =>
        AssertSeen("1 calls and 0 timers outlive", (_, ports) => ports with
        {
            LookUps = new WorkAtTheEnd(ports.LookUps, () => ports.LookUps.GetAsync([], Freshness.Cached, CancellationToken.None).AsTask()),
        });

    [Fact]
    public void A_timer_that_outlives_the_answer_fails_the_run() =>
        AssertSeen("0 calls and 1 timers outlive", (process, ports) => ports with
        {
            LookUps = new WorkAtTheEnd(ports.LookUps, () => process.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan)),
        });

    [Theory]
    [InlineData("thaws: both clocks went on")]
    [InlineData("thaws: the monotonic clock stood still\n")]
    [InlineData("thaws: UTC stood still\n")]
    [InlineData("thaws: the monotonic clock stood still, UTC stood still, UTC was set by -")]
    [InlineData("ms: both clocks went on")]
    [InlineData("ms: the monotonic clock stood still\n")]
    [InlineData("ms: UTC stood still\n")]
    [InlineData("ms: UTC was set by -")]
    public void Processes_are_frozen_between_invocations_and_within_them_and_clocks_stand_still_or_jump(string step) =>
        Assert.Contains(Enumerable.Range(1, 100), seed => Trace(seed).Contains(step));

    [Fact]
    public void A_seed_is_the_same_run_each_time()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Equal(Trace(seed), Trace(seed));
    }

    static string Trace(int seed)
    {
        var trace = new StringBuilder();
        Simulator.InMemory.Run(Schedule.Of(seed, Mode.ManyKeys), trace: trace);
        return trace.Replace("\r", "").ToString();
    }

    /// <summary>Several schedules are tried: in some nothing takes time, and no call can outlive anything.</summary>
    static void AssertSeen(string wrong, Func<SimulatedProcess, PipelinePorts, PipelinePorts> wire)
    {
        var simulator = new Simulator(schedule => new MemoryServers(schedule.Aliases), "") { Wire = wire };

        Assert.Contains(Enumerable.Range(1, 10), seed => simulator.Run(Schedule.Of(seed, Mode.OneKey)) is [var first, ..] && first.Contains(wrong));
    }

    /// <summary>Begins something when all must have ended, and waits for none of it.</summary>
    sealed class WorkAtTheEnd(ILookUpSource inner, Action begin) : ILookUpSource
    {
        public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
            IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken) => inner.GetAsync(keys, freshness, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            begin();
            return default;
        }
    }
}
