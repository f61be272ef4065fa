using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Testing;
using Repository = KinesisEnricher.IntegrationTests.Bootstrap.Repository;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>What must have come of a stream: its records, shard by shard, handled once each by a function that nothing ever happens to.</summary>
sealed class Oracle
{
    readonly InMemoryStateStore _state = new();
    readonly CollectingSink _sink = new();
    readonly CollectingQuarantine _quarantine = new();

    public IReadOnlyList<StateItem> Items => _state.Items;

    public IReadOnlyList<OutputEvent> Events => _sink.Events;

    public IReadOnlyList<string> Quarantined => [.. _quarantine.Records.Select(QuarantineDocument.NameOf).Order(StringComparer.Ordinal)];

    /// <summary>The last record of each shard.</summary>
    public Dictionary<string, SequenceNumber> Ends { get; } = [];

    public int Records { get; private set; }

    public static async Task<Oracle> OfAsync(KinesisClient client, string stream)
    {
        var oracle = new Oracle();
        var arn = (await client.DescribeStreamAsync(stream, CancellationToken.None)).Arn;
        var options = EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none", ["REFERENCE_FILE"] = Path.Combine(Repository.Root, "events", "reference.json") });
        await using var enricher = Enricher.Create(options, ports => ports with { State = oracle._state, Sink = oracle._sink, Quarantine = oracle._quarantine });
        var writer = new LambdaEventWriter(arn);
        // As they were opened: parents before their children.
        foreach (var shard in (await client.ListShardsAsync(stream, CancellationToken.None)).OrderBy(s => s.ShardId, StringComparer.Ordinal))
        {
            foreach (var batch in (await ReadAsync(client, stream, shard.ShardId)).Chunk(100))
            {
                var mapped = batch.Select(r => writer.Map(shard.ShardId, r)).ToArray();
                oracle.Records += mapped.Length;
                oracle.Ends[shard.ShardId] = mapped[^1].SequenceNumber;
                await enricher.HandleAsync(writer.Write(shard.ShardId, mapped, null).ToArray(), null, new System.Buffers.ArrayBufferWriter<byte>());
            }
        }
        return oracle;
    }

    public static async Task<IReadOnlyList<StreamRecord>> ReadAsync(KinesisClient client, string stream, string shardId)
    {
        var records = new List<StreamRecord>();
        var iterator = await client.GetShardIteratorAsync(stream, shardId, IteratorStart.TrimHorizon, CancellationToken.None);
        while (iterator is not null)
        {
            var page = await client.GetRecordsAsync(iterator, 10_000, CancellationToken.None);
            if (page.Records.Count == 0)
                break;
            records.AddRange(page.Records);
            iterator = page.NextIterator;
        }
        return records;
    }

    /// <summary>What tells output events apart: an event that was sent twice has the same id.</summary>
    public static (string Id, string Sequence, string Subject, string Json) Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return (root.GetProperty("id").GetString()!, root.GetProperty("sequence").GetString()!, root.TryGetProperty("subject", out var subject) ? subject.GetString()! : "",
            root.GetRawText());
    }
}
