using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// What lies outside the processes and outlives them: the table, the output stream, the quarantine. A call happens at one moment of simulated time, however
/// long a server really takes: latency, lost answers, kills and freezes are the simulation's, around the call. Faults of a part of a call are the servers' own,
/// and they are told which part.
/// </summary>
interface ISimulatedServers : IDisposable
{
    /// <returns>An entry per key that was processed.</returns>
    IReadOnlyDictionary<string, StateItem?> Read(IReadOnlyCollection<string> keys, IReadOnlySet<string> unprocessed);

    bool Write(StateItem item);

    /// <returns>An entry per key that was processed.</returns>
    IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?> LookUp(IReadOnlyCollection<LookUpKey> keys, Freshness freshness, IReadOnlySet<LookUpKey> unprocessed);

    /// <param name="events">In this order.</param>
    /// <param name="refused">The indices of those that are not taken.</param>
    SinkAnswer Put(IReadOnlyList<OutputEvent> events, IReadOnlySet<int> refused);

    void Keep(QuarantinedRecord record);

    /// <summary>All that is there in the end.</summary>
    ServerContents Contents();
}
