using System.Text.Json;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>Servers in memory.</summary>
/// <param name="aliases">The reference data.</param>
sealed class MemoryServers(IReadOnlyDictionary<string, string> aliases) : ISimulatedServers
{
    readonly Dictionary<string, StateItem> _table = [];
    readonly List<ReadOnlyMemory<byte>> _output = [];
    readonly Dictionary<string, QuarantinedRecord> _quarantine = [];

    public IReadOnlyDictionary<string, StateItem?> Read(IReadOnlyCollection<string> keys, IReadOnlySet<string> unprocessed) =>
        keys.Where(key => !unprocessed.Contains(key)).ToDictionary(key => key, _table.GetValueOrDefault);

    public bool Write(StateItem item)
    {
        if ((_table.TryGetValue(item.Key, out var stored) ? stored.Rev : 0) != item.Rev - 1)
            return false;
        _table[item.Key] = item;
        return true;
    }

    public IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?> LookUp(IReadOnlyCollection<LookUpKey> keys, Freshness freshness, IReadOnlySet<LookUpKey> unprocessed) =>
        keys.Where(key => !unprocessed.Contains(key)).ToDictionary(key => key, key => aliases.TryGetValue(key.Key, out var target)
            ? JsonSerializer.SerializeToUtf8Bytes(new AliasTarget(target), SimulationJson.Default.AliasTarget)
            : (ReadOnlyMemory<byte>?)null);

    public SinkAnswer Put(IReadOnlyList<OutputEvent> events, IReadOnlySet<int> refused)
    {
        var taken = Enumerable.Range(0, events.Count).Where(i => !refused.Contains(i)).ToArray();
        foreach (var index in taken)
            _output.Add(events[index].Json.ToArray());
        return new SinkAnswer(taken, null);
    }

    public void Keep(QuarantinedRecord record) => _quarantine.TryAdd(ServerContents.IdentityOf(record), record);

    public ServerContents Contents() => new(_table, _output, _quarantine);

    public void Dispose()
    {
    }
}
