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
    : EnrichmentStrategy<UserLimitEvent, UserLimitState>("user-limits", UserLimitsJson.Default.UserLimitEvent, UserLimitsJson.Default.UserLimitState)
{
    readonly RecentTexts _texts = new();

    public override IReadOnlyList<string> EventTypes => [UserLimitEventTypes.Created, UserLimitEventTypes.ProgressChanged, UserLimitEventTypes.Reset];

    protected override UserLimitEvent Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return UserLimitReader.TryRead(json, _texts) ?? base.Decode(json);
        }
        catch (JsonException e)
        {
            throw SchemaBreak.NamingField(e);
        }
    }

    protected override FilterResult Filter(in Record<UserLimitEvent> record) =>
        UserLimitSchema.FindBreak(record.Type, record.Event) is { } detail ? FilterResult.Poison("schema", detail) : FilterResult.Keep;

    protected override void Plan(in Record<UserLimitEvent> record, Plan plan) => plan.State($"LIMIT#{record.Event.Payload!.UserLimitId}");

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

        var told = Told(record.Type, e.Payload!, applied.Add(number));
        if (state is not null && applied.IsLate(number))
        {
            // Fills gaps only: what moves with every event stays as the newer ones left it. It goes out with its own amounts.
            next = state.Or(told) with { Progress = state.Progress, NextResetTime = state.NextResetTime, Applied = told.Applied };
            return Enriched(record, told with { Value = told.Value ?? next.Value }, late: true);
        }
        next = state is null ? told : told.Or(state);
        if (next.Progress is null)
            next = next with { Progress = 0 };
        return Enriched(record, next, late: false);
    }

    protected override UserLimitState ReadState(int version, ReadOnlySpan<byte> json) => UserLimitStateJson.TryRead(json, _texts) ?? base.ReadState(version, json);

    protected override void WriteState(Utf8JsonWriter writer, UserLimitState state) => UserLimitStateJson.Write(writer, state);

    /// <summary>The limit as this event alone tells it.</summary>
    static UserLimitState Told(string type, UserLimitPayload payload, AppliedNumbers applied)
    {
        var creates = type == UserLimitEventTypes.Created;
        var resets = type == UserLimitEventTypes.Reset;
        return new UserLimitState
        {
            UserLimitId = payload.UserLimitId!,
            UserId = payload.UserId!,
            BrandId = payload.BrandId!,
            CurrencyCode = payload.CurrencyCode!,
            NextResetTime = payload.NextResetTime,
            Applied = applied,
            // Of changed progress its own previous progress counts, never the stored one: the event before it may be missing here.
            Progress = creates ? payload.Progress : resets ? 0 : payload.PreviousProgress + payload.Amount,
            Type = creates || resets ? payload.Type : null,
            Period = creates || resets ? payload.Period : null,
            Status = creates ? payload.Status : null,
            Value = creates ? payload.Value : null,
            PreviousLimitValue = creates ? payload.PreviousLimitValue : null,
            ActiveFrom = creates ? payload.ActiveFrom : null,
            ActiveUntil = creates ? payload.ActiveUntil : null,
            CreatedAt = creates ? payload.CreatedAt : null,
        };
    }

    static Enrichment Enriched(in Record<UserLimitEvent> record, UserLimitState limit, bool late)
    {
        var progress = limit.Progress ?? 0;
        var enrichment = new UserLimitEnrichment
        {
            Progress = progress,
            RemainingAmount = limit.Value is { } value ? UserLimitArithmetic.ToText(UserLimitArithmetic.Remaining(value, progress)) : null,
            UsedPercentage = limit.Value is { } all ? UserLimitArithmetic.UsedPercentage(all, progress) : null,
            Breached = limit.Value is { } most ? progress > most : null,
            SecondsToReset = (limit.NextResetTime - record.Event.CreatedAt) / 1000m,
            Partial = limit.IsPartial,
            Reset = record.Type == UserLimitEventTypes.Reset ? UserLimitReset.Of(limit.Value, record.Event.Payload!.ResetAmount!.Value) : null,
        };
        return Enrichment.Of(enrichment, UserLimitsJson.Default.UserLimitEnrichment, late);
    }
}
