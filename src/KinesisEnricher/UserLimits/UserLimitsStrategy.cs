using System.Globalization;
using System.Text.Json;
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
    public override IReadOnlyList<string> EventTypes => [UserLimitEventTypes.Created, UserLimitEventTypes.ProgressChanged, UserLimitEventTypes.Reset];

    protected override UserLimitEvent Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return UserLimitReader.TryRead(json) ?? base.Decode(json);
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

        var told = Told(record.Type, e.Payload!) with { Applied = applied.Add(number) };
        if (state is not null && applied.IsLate(number))
        {
            // Fills gaps only: what moves with every event stays as the newer ones left it. It goes out with its own amounts.
            next = state.Or(told) with { Progress = state.Progress, NextResetTime = state.NextResetTime, Applied = told.Applied };
            return Enriched(record, told with { Value = told.Value ?? next.Value }, late: true);
        }
        next = state is null ? told : told.Or(state);
        next = next with { Progress = next.Progress ?? 0 };
        return Enriched(record, next, late: false);
    }

    /// <summary>The limit as this event alone tells it.</summary>
    static UserLimitState Told(string type, UserLimitPayload payload)
    {
        var limit = new UserLimitState
        {
            UserLimitId = payload.UserLimitId!,
            UserId = payload.UserId!,
            BrandId = payload.BrandId!,
            CurrencyCode = payload.CurrencyCode!,
            NextResetTime = payload.NextResetTime,
            Applied = AppliedNumbers.None,
        };
        return type switch
        {
            // Its own previous progress counts, never the stored one: the event before it may be missing here.
            UserLimitEventTypes.ProgressChanged => limit with { Progress = payload.PreviousProgress + payload.Amount },
            UserLimitEventTypes.Reset => limit with { Progress = 0, Type = payload.Type, Period = payload.Period },
            _ => limit with
            {
                Type = payload.Type,
                Period = payload.Period,
                Status = payload.Status,
                Value = payload.Value,
                PreviousLimitValue = payload.PreviousLimitValue,
                Progress = payload.Progress,
                ActiveFrom = payload.ActiveFrom,
                ActiveUntil = payload.ActiveUntil,
                CreatedAt = payload.CreatedAt,
            },
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
