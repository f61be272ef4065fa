using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Testing.Faults;
using Moq;

namespace KinesisEnricher.Tests.Lookups;

public sealed class RoutedLookUpSourceTests
{
    static readonly LookUpKey Asset = new("asset", "1");
    static readonly LookUpKey Customer = new("customer", "1");
    static readonly LookUpKey Weather = new("weather", "1");

    static MemoryLookUpSource Holding(params ReadOnlySpan<LookUpKey> keys)
    {
        var source = new MemoryLookUpSource();
        foreach (var key in keys)
            source.Set(key, "1"u8.ToArray());
        return source;
    }

    static RoutedLookUpSource Routed(ILookUpSource others, params (string Name, ILookUpSource Source)[] sources) =>
        new(sources.ToDictionary(source => source.Name, source => source.Source), others);

    [Fact]
    public async Task Each_key_goes_to_the_source_of_its_name_and_the_others_to_the_reference_data()
    {
        var routed = Routed(Holding(Asset), ("customer", Holding(Customer)));

        var found = await routed.GetAsync([Asset, Customer, Weather], Freshness.Cached, default);

        Assert.NotNull(found[Asset]);
        Assert.NotNull(found[Customer]);
        Assert.Null(found[Weather]);
    }

    [Fact]
    public async Task A_source_registered_under_two_names_is_asked_once_with_the_freshness_asked_for()
    {
        var both = new Mock<ILookUpSource>();
        both.Setup(s => s.GetAsync(It.IsAny<IReadOnlyCollection<LookUpKey>>(), Freshness.Authoritative, It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyCollection<LookUpKey> keys, Freshness _, CancellationToken _) =>
                keys.ToDictionary(key => key, _ => (ReadOnlyMemory<byte>?)null));

        var found = await Routed(Holding(), ("customer", both.Object), ("weather", both.Object))
            .GetAsync([Customer, Weather], Freshness.Authoritative, default);

        Assert.Equal(2, found.Count);
        both.Verify(
            s => s.GetAsync(It.Is<IReadOnlyCollection<LookUpKey>>(keys => keys.Count == 2), Freshness.Authoritative, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Answers_are_counted_by_where_they_came_from()
    {
        var layered = new Mock<ILookUpSource>();
        layered.Setup(s => s.GetAsync(It.IsAny<IReadOnlyCollection<LookUpKey>>(), It.IsAny<Freshness>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new LookUpAnswers(1) { [Customer] = null, FromCache = 1, RoundTrips = 2 });
        var routed = Routed(Holding(Asset), ("customer", layered.Object), ("weather", new FaultyLookUpSource(Holding(), FaultRules.All())));

        var answers = Assert.IsType<LookUpAnswers>(await routed.GetAsync([Asset, Customer, Weather], Freshness.Cached, default));

        Assert.Equal((1, 1, 0, 3), (answers.FromMemory, answers.FromCache, answers.FromSource, answers.RoundTrips));
    }

    [Fact]
    public async Task A_source_that_throws_leaves_only_its_own_keys_unanswered()
    {
        var routed = Routed(Holding(Asset), ("customer", new FaultyLookUpSource(Holding(Customer), FaultRules.All())));

        var found = await routed.GetAsync([Asset, Customer], Freshness.Cached, default);

        Assert.Equal([Asset], found.Keys);
    }

    [Fact]
    public async Task When_nothing_is_answered_the_cause_shows()
    {
        var routed = Routed(Holding(Asset), ("customer", new FaultyLookUpSource(Holding(Customer), FaultRules.All())));

        var error = await Assert.ThrowsAsync<InjectedFaultException>(async () => await routed.GetAsync([Customer], Freshness.Cached, default));

        Assert.Equal("customer:1", error.Call.Subject);
    }

    [Fact]
    public async Task When_several_sources_throw_and_none_answers_every_cause_shows()
    {
        var routed = Routed(
            Holding(),
            ("customer", new FaultyLookUpSource(Holding(), FaultRules.All())),
            ("weather", new FaultyLookUpSource(Holding(), FaultRules.All())));

        var error = await Assert.ThrowsAsync<AggregateException>(async () => await routed.GetAsync([Customer, Weather], Freshness.Cached, default));

        Assert.Equal(["customer:1", "weather:1"], error.InnerExceptions.Cast<InjectedFaultException>().Select(e => e.Call.Subject));
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_even_if_some_source_has_answered()
    {
        using var cancel = new CancellationTokenSource();
        var cancels = new Mock<ILookUpSource>();
        cancels.Setup(s => s.GetAsync(It.IsAny<IReadOnlyCollection<LookUpKey>>(), It.IsAny<Freshness>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                cancel.Cancel();
                throw new OperationCanceledException(cancel.Token);
            });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Routed(Holding(Asset), ("customer", cancels.Object)).GetAsync([Asset, Customer], Freshness.Cached, cancel.Token));
    }
}
