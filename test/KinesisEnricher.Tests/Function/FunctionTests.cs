using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Hosting;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.UserLimits;
using Moq;

namespace KinesisEnricher.Tests.Function;

public class FunctionTests
{
    [Fact]
    public async Task Null_and_empty_events_are_success()
    {
        var function = Create();

        Assert.Empty((await function.FunctionHandler(null!, Mock.Of<ILambdaContext>())).BatchItemFailures);
        Assert.Empty((await function.FunctionHandler(new KinesisEvent(), Mock.Of<ILambdaContext>())).BatchItemFailures);
        Assert.Empty((await function.FunctionHandler(new KinesisEvent { Records = [] }, null!)).BatchItemFailures);
    }

    [Fact]
    public async Task Good_batch_has_no_failures()
    {
        var sink = new CollectingSink();

        var response = await Create(ports => ports with { Sink = sink }).FunctionHandler(Event(Limits()), Mock.Of<ILambdaContext>());

        Assert.Empty(response.BatchItemFailures);
        Assert.Equal(3, sink.Events.Count);
    }

    [Fact]
    public async Task First_record_that_failed_is_named()
    {
        var state = new Mock<IStateStore>();
        state.Setup(store => store.ReadAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException());

        var response = await Create(ports => ports with { State = state.Object }).FunctionHandler(Event(Limits()), ContextOf(TimeSpan.FromMilliseconds(200)));

        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), Assert.Single(response.BatchItemFailures).ItemIdentifier);
    }

    [Fact]
    public async Task Past_its_deadline_nothing_is_done()
    {
        var sink = new Mock<IEventSink>(MockBehavior.Strict);

        var response = await Create(ports => ports with { Sink = sink.Object }).FunctionHandler(Event(Limits()), ContextOf(TimeSpan.FromMilliseconds(-1)));

        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), Assert.Single(response.BatchItemFailures).ItemIdentifier);
    }

    static global::KinesisEnricher.Function Create(Func<PipelinePorts, PipelinePorts>? replace = null) => new(
        Enricher.Create(EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none" }), replace));

    static KinesisEventBuilder Limits() => new KinesisEventBuilder()
        .Add("u-4411", LimitEvents.Created(1).ToJsonString())
        .Add("u-4411", LimitEvents.Progress(2, "10.00", "0").ToJsonString())
        .Add("u-4411", LimitEvents.Reset(3, "10.00").ToJsonString());

    static KinesisEvent Event(KinesisEventBuilder builder) => new KinesisLambdaSerializer().Deserialize<KinesisEvent>(new MemoryStream(builder.Build()));

    static ILambdaContext ContextOf(TimeSpan remaining) => Mock.Of<ILambdaContext>(context => context.RemainingTime == remaining);
}
