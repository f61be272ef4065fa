using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>An event that is written into the logs of its entities: nothing in it tells a second application from the first.</summary>
sealed record LogEvent(string Type, string Uid, string[] Keys, string? Alias)
{
    public string Type { get; private set; } = Type;
    public string Uid { get; private set; } = Uid;
    public string[] Keys { get; private set; } = Keys;
    public string? Alias { get; private set; } = Alias;

    /// <summary>Reads an event into one that nobody needs any more, its keys into their room: whoever still looks at a part of it sees another event's.</summary>
    /// <returns>Null for what is not JSON, or no such event: the router says what is wrong.</returns>
    public static LogEvent? TryRead(ReadOnlySpan<byte> json, LogEvent? used, out string? type)
    {
        type = null;
        try
        {
            if (JsonSerializer.Deserialize(json, SimulationJson.Default.LogEvent) is not { Type: not null, Keys: not null } read)
                return null;
            type = read.Type;
            if (used is null)
                return read;
            if (used.Keys.Length == read.Keys.Length)
                read.Keys.CopyTo(used.Keys, 0);
            else
                used.Keys = read.Keys;
            (used.Type, used.Uid, used.Alias) = (read.Type, read.Uid, read.Alias);
            return used;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An entity: what was applied to it, in order.</summary>
sealed record LogState(string[] Log);

/// <summary>Where an alias leads.</summary>
sealed record AliasTarget(string Key);

/// <summary>What the event's entities looked like once it was applied.</summary>
sealed record LogEnrichment(string[] Logs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogEvent))]
[JsonSerializable(typeof(LogState))]
[JsonSerializable(typeof(AliasTarget))]
[JsonSerializable(typeof(LogEnrichment))]
sealed partial class SimulationJson : JsonSerializerContext;

/// <summary>Events that name their entities, the second written only after the first.</summary>
sealed class LogStrategy() : MultiItemStrategy<LogEvent, LogState>("log", () => SimulationJson.Default.LogEvent, () => SimulationJson.Default.LogState)
{
    public override IReadOnlyList<string> EventTypes => ["ADD", "BAD"];

    protected override LogEvent? TryRead(ReadOnlySpan<byte> json, LogEvent? used, out string? type) => LogEvent.TryRead(json, used, out type);

    protected override void Plan(in Record<LogEvent> record, Plan plan)
    {
        for (var i = 0; i < record.Event.Keys.Length; i++)
            plan.State(record.Event.Keys[i], after: i == 0 ? null : record.Event.Keys[0]);
    }

    protected override EventInfo Describe(in Record<LogEvent> record) => default;

    protected override Enrichment Enrich(in Record<LogEvent> record, StateItems<LogState> items, LookUps found) =>
        record.Type == "BAD" ? Enrichment.Poison("bad", "by design") : Logs.Append(record.Event.Uid, record.Event.Keys, items);
}

/// <summary>Events whose entity only a look-up tells.</summary>
sealed class AliasStrategy() : MultiItemStrategy<LogEvent, LogState>("alias", () => SimulationJson.Default.LogEvent, () => SimulationJson.Default.LogState)
{
    public static readonly LookUp<AliasTarget> Alias = new("alias", () => SimulationJson.Default.AliasTarget);

    public override IReadOnlyList<string> EventTypes => ["VIA"];
    public override bool DecidesStateByLookUp => true;

    protected override LogEvent? TryRead(ReadOnlySpan<byte> json, LogEvent? used, out string? type) => LogEvent.TryRead(json, used, out type);

    protected override void Plan(in Record<LogEvent> record, Plan plan) => plan.Require(Alias, record.Event.Alias!);

    protected override FilterResult PlanState(in Record<LogEvent> record, LookUps found, Plan plan)
    {
        if (found.Get(Alias, record.Event.Alias!) is not { } target)
            return FilterResult.Poison("no-alias", "nothing under this alias");
        plan.State(target.Key);
        return FilterResult.Keep;
    }

    protected override EventInfo Describe(in Record<LogEvent> record) => default;

    protected override Enrichment Enrich(in Record<LogEvent> record, StateItems<LogState> items, LookUps found) =>
        Logs.Append(record.Event.Uid, [found.Get(Alias, record.Event.Alias!)!.Key], items);
}

/// <summary>Events without state.</summary>
sealed class NoteStrategy() : StatelessStrategy<LogEvent>("note", () => SimulationJson.Default.LogEvent)
{
    public override IReadOnlyList<string> EventTypes => ["NOTE"];
    protected override EventInfo Describe(in Record<LogEvent> record) => default;

    protected override Enrichment Enrich(in Record<LogEvent> record, LookUps found) =>
        Enrichment.Of(new LogEnrichment([record.Event.Uid]), SimulationJson.Default.LogEnrichment);
}

static class Logs
{
    public static Enrichment Append(string uid, string[] keys, StateItems<LogState> items)
    {
        var logs = new string[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            string[] log = [.. items[keys[i]]?.Log ?? [], uid];
            items[keys[i]] = new LogState(log);
            logs[i] = string.Join('+', log);
        }
        return Enrichment.Of(new LogEnrichment(logs), SimulationJson.Default.LogEnrichment);
    }
}
