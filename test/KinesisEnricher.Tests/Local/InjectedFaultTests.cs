using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Local.Faults;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Tests.Local;

public sealed class InjectedFaultTests
{
    [Theory]
    [InlineData("store", "Store", null)]
    [InlineData("sink:1", "Sink", 1)]
    [InlineData("lookup:12", "LookUp", 12)]
    public void A_port_alone_fails_always_and_with_a_number_once(string text, string port, int? nth)
    {
        Assert.True(InjectedFault.TryParse(text, out var fault));
        Assert.Equal(port, fault.Port.ToString());
        Assert.Equal(nth, fault.Nth);
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk")]
    [InlineData("store:")]
    [InlineData("store:0")]
    [InlineData("store:-1")]
    [InlineData("store:1:2")]
    [InlineData("store:99999999999")]
    public void Anything_else_is_refused(string text) => Assert.False(InjectedFault.TryParse(text, out _));

    [Fact]
    public async Task The_look_up_key_that_fails_is_counted_as_they_are_asked_for()
    {
        Assert.True(InjectedFault.TryParse("lookup:2", out var fault));
        var ports = fault.Apply(new PipelinePorts(new InMemoryStateStore(), new MemoryLookUpSource(), new NoneSink(), null));

        await ports.LookUps.GetAsync([new LookUpKey("asset", "a")], Freshness.Cached, CancellationToken.None);

        await Assert.ThrowsAsync<InjectedFaultException>(
            async () => await ports.LookUps.GetAsync([new LookUpKey("asset", "b")], Freshness.Cached, CancellationToken.None));
    }
}
