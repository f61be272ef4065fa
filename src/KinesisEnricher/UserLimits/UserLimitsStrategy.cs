using System.Globalization;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// Spending and betting limits: keeps each limit's value and progress, and adds to its events what is left of it. The aggregate's sequence number is the order
/// that counts: a number applied before is a duplicate, one below the highest is late and overwrites nothing.
/// </summary>
sealed class UserLimitsStrategy()
    : EnrichmentStrategy<UserLimitEvent, UserLimitState>("user-limits", () => UserLimitsJson.Default.UserLimitEvent, () => UserLimitsJson.Default.UserLimitState)
{
    readonly RecentTexts _texts = new();

    public override IReadOnlyList<string> EventTypes => [UserLimitEventTypes.Created, UserLimitEventTypes.ProgressChanged, UserLimitEventTypes.Reset];

    protected override UserLimitEvent Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return UserLimitReader.TryRead(json, _texts, used: null, out _) ?? base.Decode(json);
        }
        catch (JsonException e)
        {
            throw SchemaBreak.NamingField(e);
        }
    }

    protected override UserLimitEvent? TryRead(ReadOnlySpan<byte> json, UserLimitEvent? used, out string? type)
    {
        type = null;
        try
        {
            var read = UserLimitReader.TryRead(json, _texts, used, out type);
            return type is null ? null : read;
        }
        catch (JsonException)
        {
            return null; // The router says what is wrong.
        }
    }

    protected override FilterResult Filter(in Record<UserLimitEvent> record) =>
        UserLimitSchema.FindBreak(record.Type, record.Event) is { } detail ? FilterResult.Poison("schema", detail) : FilterResult.Keep;

    protected override void Plan(in Record<UserLimitEvent> record, Plan plan) => plan.State(_texts.Get("LIMIT#", record.Event.Payload!.UserLimitId!));

    protected override EventInfo Describe(in Record<UserLimitEvent> record) =>
        new(record.Event.EventId, DateTimeOffset.FromUnixTimeMilliseconds(record.Event.CreatedAt!.Value));

    protected override Enrichment Enrich(in Record<UserLimitEvent> record, UserLimitState? state, LookUps found, out UserLimitState? next)
    {
        var e = record.Event;
        var number = e.SequenceNumber!.Value;
        var applied = state?.Applied ?? AppliedNumbers.None;
        if (applied.Contains(number))
        {
            next = null;
            return Enrichment.Duplicate(string.Create(CultureInfo.InvariantCulture, $"aggregate number {number} already applied"));
        }

        if (state is not null && applied.IsLate(number))
        {
            // Fills gaps only: what moves with every event stays as the newer ones left it. It goes out with its own amounts.
            var own = After(record, applied.Add(number), before: null);
            next = state with { Terms = state.Terms.Or(own.Terms), Applied = own.Applied };
            return Enriched(record, own with { Terms = own.Terms.Or(next.Terms) }, late: true);
        }
        next = After(record, applied.Add(number), state);
        return Enriched(record, next, late: false);
    }

    protected override UserLimitState ReadState(int version, ReadOnlySpan<byte> json) => UserLimitStateJson.TryRead(json, _texts) ?? base.ReadState(version, json);

    protected override void WriteState(Utf8JsonWriter writer, UserLimitState state) => UserLimitStateJson.Write(writer, state);

    /// <summary>The limit as this event tells it, and the one before it where this one does not.</summary>
    static UserLimitState After(in Record<UserLimitEvent> record, AppliedNumbers applied, UserLimitState? before)
    {
        var payload = record.Event.Payload!;
        var (terms, progress) = record.Type switch
        {
            UserLimitEventTypes.Created => (payload.Terms, payload.Progress),
            UserLimitEventTypes.Reset => (new UserLimitTerms { Type = payload.Type, Period = payload.Period }, 0),
            // Its own previous progress counts, never the stored one: the event before it may be missing here.
            _ => (UserLimitTerms.Unknown, payload.PreviousProgress + payload.Amount),
        };
        return new UserLimitState
        {
            UserLimitId = payload.UserLimitId!,
            UserId = payload.UserId!,
            BrandId = payload.BrandId!,
            CurrencyCode = payload.CurrencyCode!,
            Terms = before is null ? terms : terms.Or(before.Terms),
            Progress = progress ?? before?.Progress ?? 0,
            NextResetTime = payload.NextResetTime ?? before?.NextResetTime,
            Applied = applied,
        };
    }

    static UserLimitEnrichment Enriched(in Record<UserLimitEvent> record, UserLimitState limit, bool late)
    {
        var reset = record.Type == UserLimitEventTypes.Reset ? UserLimitReset.Of(limit.Value, record.Event.Payload!.ResetAmount!.Value) : null;
        return new UserLimitEnrichment(limit, record.Event.CreatedAt!.Value, reset, late);
    }
}
