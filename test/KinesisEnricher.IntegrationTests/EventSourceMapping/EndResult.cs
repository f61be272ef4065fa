using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>What is there when all is done.</summary>
/// <param name="Items">The fields of the state items in the table, by their keys.</param>
/// <param name="Output">Every event on the output stream, repetitions included, in the stream's order.</param>
/// <param name="Quarantined">What was kept.</param>
sealed record EndResult(IReadOnlyDictionary<string, JsonElement> Items, IReadOnlyList<PutOutEvent> Output, IReadOnlyList<QuarantinedRecord> Quarantined)
{
    /// <summary>The output as a consumer has it who takes of each event, known by id and place, the first.</summary>
    public IReadOnlyList<PutOutEvent> FirstOccurrences { get; } = [.. Output.DistinctBy(e => (e.Id, e.Sequence))];

    /// <summary>The output as a consumer has it who takes of each event the last.</summary>
    public IReadOnlyList<PutOutEvent> LastOccurrences { get; } = [.. Output.Reverse().DistinctBy(e => (e.Id, e.Sequence)).Reverse()];

    public static async Task<EndResult> ReadAsync(Dynalite dynamo, string table, KinesisClient client, string output, string quarantine) => new(
        await ReadItemsAsync(dynamo, table),
        [.. (await client.ReadAllAsync(output)).Select(record => PutOutEvent.Read(record.Data))],
        FolderQuarantine.Load(quarantine));

    static async Task<IReadOnlyDictionary<string, JsonElement>> ReadItemsAsync(Dynalite dynamo, string table)
    {
        using var state = new DynamoDbAdmin(table, dynamo.Client(), TimeProvider.System);
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await foreach (var item in state.ListAsync(null, CancellationToken.None))
            items.Add(item.Key, JsonDocument.Parse(item.Fields).RootElement);
        return items;
    }
}
