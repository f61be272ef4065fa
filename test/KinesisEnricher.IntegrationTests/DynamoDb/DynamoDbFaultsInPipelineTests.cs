using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Meters;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.DynamoDb;

/// <summary>The real pipeline on a real table, with failures between them. Whatever happens, each reading counts once.</summary>
[Collection(DynaliteCollection.Name)]
public sealed class DynamoDbFaultsInPipelineTests : IAsyncLifetime
{
    readonly Dynalite _dynalite;
    readonly HttpFaultProxy _proxy;
    readonly int _seed = Environment.TickCount;
    readonly MeterStream _stream = new("faults", readings: 300, meters: 40, sites: 25);
    DynamoDbTable _table = null!;
    DynamoDbTable _direct = null!;

    public DynamoDbFaultsInPipelineTests(Dynalite dynalite)
    {
        _dynalite = dynalite;
        _proxy = new HttpFaultProxy(dynalite.Endpoint);
    }

    public async Task InitializeAsync()
    {
        var name = await _dynalite.CreateTableAsync();
        await _dynalite.PutSitesAsync(name, _stream.Sites);
        _table = Tables.Open(_proxy.Endpoint, name);
        _direct = Tables.Open(_dynalite.Endpoint, name);
    }

    public async Task DisposeAsync()
    {
        _table.Dispose();
        _direct.Dispose();
        await _proxy.DisposeAsync();
    }

    static readonly string[] Kinds = ["throttled", "unprocessed", "cut before", "cut after", "server error", "no answer before", "no answer after"];

    static readonly Task<ProxiedResponse?> Never = new TaskCompletionSource<ProxiedResponse?>().Task;

    public static TheoryData<string> Faults => [.. Kinds, "all of them"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task No_record_is_lost_or_applied_twice(string fault)
    {
        var random = new Random(_seed);
        var gate = new Lock();
        var unanswered = 3; // Each is waited for as long as the client's time-out is.
        _proxy.Rule = async (request, forward) =>
        {
            int dice, kind;
            lock (gate)
                (dice, kind) = (random.Next(100), random.Next(Kinds.Length));
            var name = fault == "all of them" ? Kinds[kind] : fault;
            if (dice >= 30 || (name.StartsWith("no answer", StringComparison.Ordinal) && Interlocked.Decrement(ref unanswered) < 0))
                return await forward(request);
            switch (name)
            {
                case "throttled":
                    return ProxiedResponse.Error("ProvisionedThroughputExceededException");
                case "unprocessed":
                    return await Tables.HalfUnprocessed(request, forward);
                case "cut before":
                    return null;
                case "cut after":
                    await forward(request);
                    return null;
                case "no answer before":
                    return await Never;
                case "no answer after":
                    await forward(request);
                    return await Never;
                default:
                    return ProxiedResponse.Error("InternalServerError", status: 500);
            }
        };

        try
        {
            await _stream.DeliverAllAsync(Pipeline(_table).HandleAsync);
            await _stream.AssertAppliedOnceAsync(new DynamoDbStateStore(_direct));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"With seed {_seed}: {e.Message}", e);
        }
    }

    [Fact]
    public async Task Missing_table_fails_every_record_and_says_why()
    {
        using var table = Tables.Open(_dynalite.Endpoint, "no-such-table");
        var result = await Pipeline(table).HandleAsync(_stream.Batch(to: 20));
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), result.Checkpoint.ToString());
        Assert.All(result.Outcomes, outcome => Assert.True(outcome.Outcome is Outcome.Failed or Outcome.Blocked));
        Assert.Contains("AWS_TABLE_NAME", result.Outcomes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_functions_with_overlapping_batches_at_once_apply_each_record_once()
    {
        // The same table through clients of their own, as functions in processes of their own have them.
        await Task.WhenAll(_stream.DeliverAllAsync(Pipeline(_table).HandleAsync), _stream.DeliverAllAsync(Pipeline(_direct).HandleAsync));
        await _stream.AssertAppliedOnceAsync(new DynamoDbStateStore(_direct));
    }

    static MeterPipeline Pipeline(DynamoDbTable table) => new(new DynamoDbStateStore(table), new DynamoDbLookUpSource(table));
}
