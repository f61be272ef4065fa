using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class EmitTests
{
    const int Events = 10;

    [Fact]
    public async Task A_sink_that_takes_part_each_time_is_asked_until_it_has_all()
    {
        var harness = Harness();
        Assert.True(harness.Options.Attempts < Events);
        var tries = new Dictionary<string, int>();
        harness.Faults = FaultRules.On(PortOperation.Emit, call =>
        {
            // The first event goes out at the first attempt, the second at the second, and so on.
            if (!tries.ContainsKey(call.Subject))
                tries.Add(call.Subject, tries.Count + 1);
            return call.Attempt < tries[call.Subject] ? PortFault.Throw : PortFault.None;
        });

        var delivery = await harness.DeliverAsync(Batch());

        Assert.All(delivery.Outcomes, outcome => Assert.Equal(Outcome.Enriched, outcome));
        Assert.Equal(Events, delivery.Uids().Length);
    }

    [Fact]
    public async Task A_sink_that_takes_nothing_is_asked_no_more_than_is_allowed()
    {
        var harness = Harness();
        var asked = 0;
        harness.Faults = FaultRules.On(PortOperation.Emit, call =>
        {
            asked = Math.Max(asked, call.Attempt);
            return PortFault.Throw;
        });

        var delivery = await harness.DeliverAsync(Batch());

        Assert.All(delivery.Outcomes, outcome => Assert.Equal(Outcome.Failed, outcome));
        Assert.Equal(harness.Options.Attempts, asked);
    }

    static KinesisEventBuilder Batch()
    {
        var batch = new KinesisEventBuilder();
        for (var i = 1; i <= Events; i++)
            batch.Add($"key-{i}", Add($"{i}", $"E#{i}"));
        return batch;
    }
}
