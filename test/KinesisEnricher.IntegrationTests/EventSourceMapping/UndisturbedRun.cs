using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Testing;
using Repository = KinesisEnricher.IntegrationTests.Bootstrap.Repository;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>
/// What must have come of a stream, to the byte: its records, shard by shard, handled once each by a function that nothing ever happens to. That this function is
/// right is for <see cref="Load.LoadOracle"/> and the families' own tests to say.
/// </summary>
sealed class UndisturbedRun
{
    readonly InMemoryStateStore _state = new();
    readonly CollectingSink _sink = new();
    readonly CollectingQuarantine _quarantine = new();

    /// <summary>The last record of each shard.</summary>
    public Dictionary<string, SequenceNumber> Ends { get; } = [];

    public static async Task<UndisturbedRun> OfAsync(KinesisClient client, string stream)
    {
        var run = new UndisturbedRun();
        var arn = (await client.DescribeStreamAsync(stream, CancellationToken.None)).Arn;
        var options = EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none", ["REFERENCE_FILE"] = Path.Combine(Repository.Root, "events", "reference.json") });
        await using var enricher = Enricher.Create(options, ports => ports with { State = run._state, Sink = run._sink, Quarantine = run._quarantine });
        var writer = new LambdaEventWriter(arn);
        // As they were opened: parents before their children.
        foreach (var shard in (await client.ListShardsAsync(stream, CancellationToken.None)).OrderBy(s => s.ShardId, StringComparer.Ordinal))
        {
            foreach (var batch in (await client.ReadAsync(stream, shard.ShardId, IteratorStart.TrimHorizon)).Chunk(100))
            {
                var mapped = batch.Select(r => writer.Map(shard.ShardId, r)).ToArray();
                run.Ends[shard.ShardId] = mapped[^1].SequenceNumber;
                await enricher.HandleAsync(writer.Write(shard.ShardId, mapped, null).ToArray(), null, new System.Buffers.ArrayBufferWriter<byte>());
            }
        }
        return run;
    }

    public void Check(EndResult result, string name)
    {
        CheckItems(result, name);
        CheckOutput(result, name);
        Assert.Equal(_quarantine.Records.Select(QuarantineDocument.NameOf).Order(StringComparer.Ordinal), result.Quarantined.Select(QuarantineDocument.NameOf).Order(StringComparer.Ordinal));
    }

    void CheckItems(EndResult result, string name)
    {
        Assert.Equal(_state.Items.Select(i => i.Key).Order(StringComparer.Ordinal), result.Items.Keys.Order(StringComparer.Ordinal));
        foreach (var expected in _state.Items)
        {
            using var json = JsonDocument.Parse(expected.Fields);
            var actual = result.Items[expected.Key];
            Assert.True(JsonElement.DeepEquals(json.RootElement, actual), $"{name}: {expected.Key} is {actual}; it should be {json.RootElement}");
        }
    }

    void CheckOutput(EndResult result, string name)
    {
        var expected = _sink.Events.Select(e => PutOutEvent.Read(e.Json)).ToList();
        var last = result.LastOccurrences;
        var actual = last.ToDictionary(e => (e.Id, e.Sequence), e => e.Json);
        Assert.Empty(expected.Where(e => !actual.ContainsKey((e.Id, e.Sequence))).Select(e => $"{name}: {e.Id} {e.Sequence} is missing."));
        Assert.Empty(actual.Keys.Except(expected.Select(e => (e.Id, e.Sequence))).Select(e => $"{name}: {e} should not be there."));
        foreach (var e in expected)
            Assert.Equal(e.Json, actual[(e.Id, e.Sequence)]);
        CheckOrder(expected.GroupBy(e => e.PartitionKey), result.FirstOccurrences, name);
        // Of two entities under one key, the one whose write did not come through comes again alone.
        CheckOrder(expected.Where(e => e.IsOfOneEntity).GroupBy(e => e.Subject), last, name);
    }

    static void CheckOrder(IEnumerable<IGrouping<string, PutOutEvent>> expected, IEnumerable<PutOutEvent> actual, string name)
    {
        var places = actual.Select((e, place) => (e, place)).ToDictionary(x => (x.e.Id, x.e.Sequence), x => x.place);
        foreach (var group in expected)
        {
            var order = group.Select(e => places[(e.Id, e.Sequence)]).ToList();
            Assert.True(order.SequenceEqual(order.Order()), $"{name}: {group.Key} is out of order.");
        }
    }
}
