using System.Text;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>What lies outside the processes and outlives them: the table, the output stream, the quarantine.</summary>
sealed class SimulatedServers
{
    public Dictionary<string, StateItem> Table { get; } = [];
    public List<(string Id, string PartitionKey, string Json)> Output { get; } = [];
    public Dictionary<string, QuarantinedRecord> Quarantine { get; } = [];

    public bool Write(StateItem item)
    {
        if ((Table.TryGetValue(item.Key, out var stored) ? stored.Rev : 0) != item.Rev - 1)
            return false;
        Table[item.Key] = item;
        return true;
    }

    public void Put(OutputEvent output) => Output.Add((output.Id, output.PartitionKey, Encoding.UTF8.GetString(output.Json.Span)));

    public void Keep(QuarantinedRecord record) =>
        Quarantine.TryAdd($"{record.Shard.StreamArn}/{record.Shard.ShardId}/{record.Position}", record);
}
