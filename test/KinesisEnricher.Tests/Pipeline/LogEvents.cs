using System.Text.Json;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.Simulation;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>Events that write themselves into the logs of their entities, as the simulation has them: order and repetition show.</summary>
static class LogEvents
{
    public static StrategyHarness Harness(int chunkRecords = 1000) => new(new LogStrategy(), new AliasStrategy(), new NoteStrategy())
    {
        Options = new() { RetryDelay = TimeSpan.Zero, ChunkRecords = chunkRecords },
    };

    public static string Add(string uid, params string[] entities) => Json(new LogEvent("ADD", uid, entities, null));

    public static string Via(string uid, string alias) => Json(new LogEvent("VIA", uid, [], alias));

    public static string Note(string uid) => Json(new LogEvent("NOTE", uid, [], null));

    public static string Poison(string uid) => Json(new LogEvent("BAD", uid, [], null));

    public static string Log(this StrategyHarness harness, string entity) =>
        harness.Store.Find(entity) is null ? "" : string.Join('+', harness.State(entity).GetProperty("log").EnumerateArray());

    /// <summary>The uids of the events put out, in order.</summary>
    public static string[] Uids(this Delivery delivery) => [.. delivery.Events.Select(e => e.GetProperty("data").GetProperty("event").GetProperty("uid").GetString()!)];

    static string Json(LogEvent e) => JsonSerializer.Serialize(e, SimulationJson.Default.LogEvent);
}
