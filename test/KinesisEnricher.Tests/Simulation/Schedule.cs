using System.Text.Json;

namespace KinesisEnricher.Tests.Simulation;

enum Mode
{
    /// <summary>Each entity under one record key: order holds.</summary>
    OneKey = 1,

    /// <summary>Entities spread over keys, shards and streams: nothing lost, nothing twice.</summary>
    ManyKeys = 2,
}

/// <summary>One record that a producer puts.</summary>
sealed record ProducerPut(TimeSpan At, int Stream, string PartitionKey, IReadOnlyList<UserPut> Users);

/// <summary>All that happens in one simulation, drawn from a seed, and what was taken out of it again to make it short.</summary>
sealed record Schedule(int Seed, Mode Mode, IReadOnlyList<ProducerPut> Puts, IReadOnlyList<TimeSpan> Reshardings, Weather Weather)
{
    static readonly byte[][] Garbage = ["{\"type\":\"ADD\""u8.ToArray(), [0xFF, 0xFE, 0x00], "[1]"u8.ToArray(), []];

    public int Streams { get; private init; }
    public int ShardsPerStream { get; private init; }
    public IReadOnlyDictionary<string, string> Aliases { get; private init; } = new Dictionary<string, string>();

    public static Schedule Of(int seed, Mode mode)
    {
        var random = new Random(seed);
        var streams = random.Next(1, 3);
        var entities = Enumerable.Range(0, random.Next(1, 7)).Select(i => new Entity($"E#{i}", random.Next(streams), $"u{random.Next(4)}", random.Next(3) == 0)).ToArray();
        var aliases = new Dictionary<string, string>();
        foreach (var entity in entities)
        {
            for (var i = random.Next(3); i > 0; i--)
                aliases[$"alias-{entity.Key}-{i}"] = entity.Key;
        }

        var puts = new List<ProducerPut>();
        var count = random.Next(3, 40);
        for (var i = 0; i < count; i++)
        {
            var at = TimeSpan.FromMilliseconds(random.Next(20_000));
            var first = Draw(random, mode, entities, aliases, i * 10, null);
            var stream = mode == Mode.OneKey ? first.Entity.Stream : random.Next(streams);
            var isAggregate = mode == Mode.OneKey ? first.Entity.IsAggregated : random.Next(3) == 0;
            var users = new List<UserPut> { first.Put };
            for (var more = isAggregate ? random.Next(1, 5) : 0; more > 0; more--)
                users.Add(Draw(random, mode, entities, aliases, (i * 10) + more, first.Entity).Put);
            var put = new ProducerPut(at, stream, isAggregate ? "a" : first.Put.PartitionKey, users);
            puts.Add(put);
            if (random.Next(12) == 0) // The producer did not see the answer and puts it again, behind others.
                puts.Add(put with { At = at + TimeSpan.FromMilliseconds(random.Next(3_000)) });
        }
        var reshardings = Enumerable.Range(0, random.Next(3)).Select(_ => TimeSpan.FromMilliseconds(random.Next(20_000))).ToArray();
        return new Schedule(seed, mode, puts, reshardings, Weather.Of(random)) { Streams = streams, ShardsPerStream = random.Next(1, 4), Aliases = aliases };
    }

    sealed record Entity(string Key, int Stream, string User, bool IsAggregated)
    {
        /// <summary>Under one record key with another, as a mode-one entity must be to share an event or an aggregate with it.</summary>
        public bool Shares(Entity other) => Stream == other.Stream && IsAggregated == other.IsAggregated && (IsAggregated || User == other.User);
    }

    static (UserPut Put, Entity Entity) Draw(
        Random random, Mode mode, Entity[] entities, Dictionary<string, string> aliases, int number, Entity? with)
    {
        var fitting = mode == Mode.OneKey && with is not null ? Array.FindAll(entities, with.Shares) : entities;
        var entity = fitting[random.Next(fitting.Length)];
        var user = mode == Mode.OneKey ? entity.User : $"u{random.Next(4)}";
        var uid = $"p{number}";
        if (random.Next(15) == 0)
        {
            var bytes = Garbage[random.Next(Garbage.Length)];
            return (new UserPut(user, new LogEvent("?", uid, [], null), bytes, IsPoison: true), entity);
        }
        var mine = aliases.Where(a => a.Value == entity.Key).Select(a => a.Key).ToArray();
        var others = Array.FindAll(entities, e => e != entity && (mode == Mode.ManyKeys || e.Shares(entity)));
        var type = random.Next(20) switch { 0 => "BAD", 1 or 2 => "NOTE", 3 => "UNKNOWN", < 9 when mine.Length > 0 => "VIA", _ => "ADD" };
        string[] keys = others.Length > 0 && random.Next(4) == 0 ? [entity.Key, others[random.Next(others.Length)].Key] : [entity.Key];
        var e = new LogEvent(type, uid, keys, type == "VIA" ? mine[random.Next(mine.Length)] : null);
        return (new UserPut(user, e, JsonSerializer.SerializeToUtf8Bytes(e, SimulationJson.Default.LogEvent), IsPoison: type == "BAD"), entity);
    }

    /// <summary>Shorter schedules that may fail as well, those that leave most out first.</summary>
    public IEnumerable<Schedule> Shorter()
    {
        for (var size = Puts.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < Puts.Count; start += size)
                yield return this with { Puts = [.. Puts.Take(start), .. Puts.Skip(start + size)] };
        }
        if (Reshardings.Count > 0)
            yield return this with { Reshardings = [] };
        foreach (var calmer in Weather.Calmer)
        {
            if (calmer(Weather) != Weather)
                yield return this with { Weather = calmer(Weather) };
        }
    }
}
