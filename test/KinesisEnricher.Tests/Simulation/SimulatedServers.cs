using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>What lies outside the processes and outlives them: the table, the output stream, the quarantine.</summary>
sealed class SimulatedServers
{
    public Dictionary<string, StateItem> Table { get; } = [];
    public List<(string Id, string PartitionKey, string Json)> Output { get; } = [];
    public Dictionary<string, QuarantineRequest> Quarantine { get; } = [];

    public bool Write(StateItem item)
    {
        if ((Table.TryGetValue(item.Key, out var stored) ? stored.Rev : 0) != item.Rev - 1)
            return false;
        Table[item.Key] = item;
        return true;
    }

    public void Put(OutputEvent output) => Output.Add((output.Id, output.PartitionKey, Encoding.UTF8.GetString(output.Json.Span)));

    public void Keep(QuarantineRequest request) => Quarantine.TryAdd(request.Identity, request);
}

/// <summary>What a process sends to have a record kept.</summary>
sealed class QuarantineRequest(QuarantinedRecord record)
{
    public string Identity { get; } = $"{record.Shard.StreamArn}/{record.Shard.ShardId}/{record.Position}";
    public Fault Fault => record.Fault;
    public ReadOnlyMemory<byte> Data { get; } = record.Data.ToArray();
}
