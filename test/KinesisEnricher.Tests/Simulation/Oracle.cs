using System.Text.Json;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// Says what must have come of a schedule. It knows records, order and entities, and nothing of lanes, chunks or marks.
/// </summary>
static class Oracle
{
    sealed record Expected(string Id, string Keys, string[] Entities, string? Logs);

    /// <returns>What is wrong; nothing when all is well.</returns>
    public static IEnumerable<string> Check(World world)
    {
        var contents = world.Servers.Contents();
        var mode = world.Schedule.Mode;
        var logs = new Dictionary<string, List<string>>();
        var outputs = new List<Expected>();
        var poison = new Dictionary<string, byte[]>();
        foreach (var stream in world.Streams)
        {
            // Shards are listed as they were opened: parents before their children.
            foreach (var shard in stream.Shards)
            {
                foreach (var record in shard.Records)
                {
                    for (var sub = 0; sub < record.Users.Count; sub++)
                    {
                        var put = record.Users[sub];
                        var id = $"{shard.Name.ShardId}:{record.Sequence}:{sub}";
                        if (put.IsPoison)
                            poison.Add($"{shard.Name.StreamArn}/{shard.Name.ShardId}/{record.Sequence}.{sub:D6}", put.Data);
                        else if (put.Event.Type != "UNKNOWN")
                            outputs.Add(new Expected($"{shard.Name.StreamArn} {id}", $"{stream.Arn} {record.PartitionKey} {put.PartitionKey}", EntitiesOf(put.Event), mode == Mode.OneKey ? Apply(put.Event, logs) : Collect(put.Event, logs)));
                    }
                }
            }
        }
        return [.. States(contents, logs, mode), .. Outputs(world, contents, outputs, mode), .. Quarantine(contents, poison)];
    }

    static IEnumerable<string> States(ServerContents contents, Dictionary<string, List<string>> logs, Mode mode)
    {
        foreach (var (key, item) in contents.Table)
        {
            var actual = JsonSerializer.Deserialize(item.Fields.Span, SimulationJson.Default.LogState)!.Log.ToList();
            var expected = logs.GetValueOrDefault(key, []);
            if (mode == Mode.ManyKeys)
            {
                actual.Sort(StringComparer.Ordinal);
                expected.Sort(StringComparer.Ordinal);
            }
            if (!actual.SequenceEqual(expected))
                yield return $"{key} is {string.Join('+', actual)}; it should be {string.Join('+', expected)}";
        }
        foreach (var key in logs.Keys.Where(key => !contents.Table.ContainsKey(key)))
            yield return $"{key} is not there";
    }

    static IEnumerable<string> Outputs(World world, ServerContents contents, List<Expected> expected, Mode mode)
    {
        var last = new Dictionary<string, int>();
        var first = new Dictionary<string, int>();
        var enrichments = new Dictionary<string, string>();
        for (var i = 0; i < contents.Output.Count; i++)
        {
            using var json = JsonDocument.Parse(contents.Output[i]);
            var id = $"{json.RootElement.GetProperty("source").GetString()} {json.RootElement.GetProperty("id").GetString()}";
            last[id] = i;
            first.TryAdd(id, i);
            enrichments[id] = string.Join('|', json.RootElement.GetProperty("data").GetProperty("enrichment").GetProperty("logs").EnumerateArray());
        }
        foreach (var e in expected.Where(e => !last.ContainsKey(e.Id)))
            yield return $"{e.Id} was not put out";
        foreach (var id in last.Keys.Except(expected.Select(e => e.Id)))
            yield return $"{id} should not have been put out";
        if (mode == Mode.ManyKeys)
        {
            foreach (var wrong in world.IsUnlimited ? [] : StaleEnrichments(contents, expected, enrichments))
                yield return wrong;
            yield break;
        }

        foreach (var e in expected.Where(e => enrichments.GetValueOrDefault(e.Id, e.Logs!) != e.Logs))
            yield return $"{e.Id} was last put out with {enrichments[e.Id]}; it should be {e.Logs}";
        // By last occurrence: per entity. An event without state has no mark, so a redelivery puts it out again behind others of its key that have one; of two
        // entities under one key the one whose write failed comes again alone; and an event of two entities, once one has it, is not put out again at all.
        foreach (var entity in expected.Where(e => e.Entities.Length == 1).GroupBy(e => e.Entities[0], e => e.Id))
        {
            foreach (var (before, after) in Swapped(entity, last))
                yield return $"{after} of {entity.Key} was last put out before its predecessor {before}";
        }
        // By first occurrence: per user's key under one record key, which is all that Lambda keeps in order.
        foreach (var key in expected.GroupBy(e => e.Keys, e => e.Id))
        {
            foreach (var (before, after) in world.Schedule.Weather.SinkTakesAnyPart ? [] : Swapped(key, first))
                yield return $"{after} of {key.Key} was first put out before its predecessor {before}";
        }
    }

    /// <summary>Whatever the order that events of many keys were applied in, each was last put out with the entity as it was at its turn.</summary>
    static IEnumerable<string> StaleEnrichments(ServerContents contents, List<Expected> expected, Dictionary<string, string> enrichments)
    {
        foreach (var e in expected.Where(e => e.Entities.Length == 1 && enrichments.ContainsKey(e.Id)))
        {
            if (!contents.Table.TryGetValue(e.Entities[0], out var item))
                continue;
            var log = string.Join('+', JsonSerializer.Deserialize(item.Fields.Span, SimulationJson.Default.LogState)!.Log) + '+';
            if (!log.StartsWith(enrichments[e.Id] + '+', StringComparison.Ordinal))
                yield return $"{e.Id} was last put out with {enrichments[e.Id]}; its entity became {log}";
        }
    }

    static IEnumerable<(string Before, string After)> Swapped(IEnumerable<string> ids, Dictionary<string, int> places)
    {
        var inOrder = ids.Where(places.ContainsKey).ToList();
        return inOrder.Zip(inOrder.Skip(1)).Where(pair => places[pair.First] > places[pair.Second]);
    }

    static string[] EntitiesOf(LogEvent e) => e.Type switch { "NOTE" => [], "VIA" => [e.Keys[0]], _ => e.Keys };

    static IEnumerable<string> Quarantine(ServerContents contents, Dictionary<string, byte[]> expected)
    {
        foreach (var (identity, data) in expected)
        {
            if (!contents.Quarantine.TryGetValue(identity, out var kept))
                yield return $"{identity} is not in quarantine";
            else if (!kept.Data.Span.SequenceEqual(data))
                yield return $"{identity} is in quarantine with other content than its producer's";
        }
        foreach (var identity in contents.Quarantine.Keys.Except(expected.Keys))
            yield return $"{identity} should not be in quarantine: {contents.Quarantine[identity].Fault}";
    }

    /// <summary>Applies the event to its entities, one after the other, and says what they look like then.</summary>
    static string Apply(LogEvent e, Dictionary<string, List<string>> logs) =>
        e.Type == "NOTE" ? e.Uid : string.Join('|', EntitiesOf(e).Select(key => string.Join('+', Append(key, e, logs))));

    static string? Collect(LogEvent e, Dictionary<string, List<string>> logs)
    {
        Apply(e, logs);
        return null;
    }

    static List<string> Append(string key, LogEvent e, Dictionary<string, List<string>> logs)
    {
        if (!logs.TryGetValue(key, out var log))
            logs.Add(key, log = []);
        log.Add(e.Uid);
        return log;
    }
}
