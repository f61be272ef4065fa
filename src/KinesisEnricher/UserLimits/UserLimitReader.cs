using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// Reads the events that producers usually write straight from their bytes, for this family is a hot one. Whatever is out of the ordinary (an escape, a name in
/// another case, a value of another kind) it leaves to the serializer, which takes more and says what is wrong.
/// </summary>
static class UserLimitReader
{
    /// <param name="json">The event.</param>
    /// <param name="texts">Gives the ids that come again and again.</param>
    /// <param name="used">An event to read into; null makes one.</param>
    /// <param name="type">The event's type; null when it has none.</param>
    /// <returns>The event, or null when the serializer must read it.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static UserLimitEvent? TryRead(ReadOnlySpan<byte> json, RecentTexts texts, UserLimitEvent? used, out string? type)
    {
        type = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;

        string? aggregateId = null, eventId = null;
        long? createdAt = null, sequenceNumber = null;
        var usedPayload = used?.Payload;
        UserLimitPayload? payload = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return null;
            var name = reader.ValueSpan;
            reader.Read();
            var isRead = name switch
            {
                [(byte)'a', ..] when name.SequenceEqual("aggregateId"u8) => WireFields.TryText(ref reader, texts, ref aggregateId),
                [(byte)'e', ..] when name.SequenceEqual("eventId"u8) => WireFields.TryText(ref reader, ref eventId),
                [(byte)'c', ..] when name.SequenceEqual("createdAt"u8) => WireFields.TryNumber(ref reader, ref createdAt),
                [(byte)'s', ..] when name.SequenceEqual("sequenceNumber"u8) => WireFields.TryNumber(ref reader, ref sequenceNumber),
                [(byte)'p', ..] when name.SequenceEqual("payload"u8) => TryPayload(ref reader, texts, usedPayload, ref payload),
                [(byte)'t', ..] when name.SequenceEqual("type"u8) => TryType(ref reader, ref type),
                _ => WireFields.TrySkip(ref reader, name, Members),
            };
            if (!isRead)
                return null;
        }
        reader.Read(); // Nothing may follow.
        var read = used ?? new UserLimitEvent();
        (read.AggregateId, read.EventId, read.CreatedAt, read.SequenceNumber, read.Payload) = (aggregateId, eventId, createdAt, sequenceNumber, payload);
        return read;
    }

    // The last two are not the family's: where they are, they name the type.
    static readonly string[] Members = ["aggregateId", "eventId", "createdAt", "sequenceNumber", "payload", "type", "detail-type", "eventHeader"];

    static readonly string[] PayloadMembers =
    [
        "brandId", "userId", "userLimitId", "currencyCode", "nextResetTime", "type", "period", "status", "value", "previousLimitValue", "progress",
        "activeFrom", "activeUntil", "createdAt", "amount", "previousProgress", "remainingAmount", "resetAmount", "resetPercentage", "unusedAmount",
    ];

    static bool TryType(ref Utf8JsonReader reader, ref string? type)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        var name = reader.ValueSpan;
        type = name.SequenceEqual("USER_LIMIT_PROGRESS_CHANGED"u8) ? UserLimitEventTypes.ProgressChanged
            : name.SequenceEqual("USER_LIMIT_CREATED"u8) ? UserLimitEventTypes.Created
            : name.SequenceEqual("USER_LIMIT_RESET"u8) ? UserLimitEventTypes.Reset
            : null;
        return type is not null;
    }

    static bool TryPayload(ref Utf8JsonReader reader, RecentTexts texts, UserLimitPayload? used, ref UserLimitPayload? payload)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        string? brandId = null, user = null, limitId = null, currency = null;
        long? nextReset = null, activeFrom = null, activeUntil = null, createdAt = null;
        decimal? value = null, previousValue = null, progress = null, amount = null, previousProgress = null, remaining = null;
        decimal? resetAmount = null, resetPercentage = null, unused = null;
        int? type = null, period = null, status = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return false;
            var name = reader.ValueSpan;
            reader.Read();
            bool isRead;
            if (name.SequenceEqual("brandId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref brandId);
            else if (name.SequenceEqual("userId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref user);
            else if (name.SequenceEqual("userLimitId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref limitId);
            else if (name.SequenceEqual("currencyCode"u8))
                isRead = WireFields.TryText(ref reader, texts, ref currency);
            else if (name.SequenceEqual("nextResetTime"u8))
                isRead = WireFields.TryNumber(ref reader, ref nextReset);
            else if (name.SequenceEqual("amount"u8))
                isRead = WireFields.TryAmount(ref reader, ref amount);
            else if (name.SequenceEqual("previousProgress"u8))
                isRead = WireFields.TryAmount(ref reader, ref previousProgress);
            else if (name.SequenceEqual("remainingAmount"u8))
                isRead = WireFields.TrySignedAmount(ref reader, ref remaining);
            else if (name.SequenceEqual("type"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Types, ref type);
            else if (name.SequenceEqual("period"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Periods, ref period);
            else if (name.SequenceEqual("status"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Statuses, ref status);
            else if (name.SequenceEqual("value"u8))
                isRead = WireFields.TryAmount(ref reader, ref value);
            else if (name.SequenceEqual("previousLimitValue"u8))
                isRead = WireFields.TryAmount(ref reader, ref previousValue);
            else if (name.SequenceEqual("progress"u8))
                isRead = WireFields.TryAmount(ref reader, ref progress);
            else if (name.SequenceEqual("activeFrom"u8))
                isRead = WireFields.TryNumber(ref reader, ref activeFrom);
            else if (name.SequenceEqual("activeUntil"u8))
                isRead = WireFields.TryNumber(ref reader, ref activeUntil);
            else if (name.SequenceEqual("createdAt"u8))
                isRead = WireFields.TryNumber(ref reader, ref createdAt);
            else if (name.SequenceEqual("resetAmount"u8))
                isRead = WireFields.TryAmount(ref reader, ref resetAmount);
            else if (name.SequenceEqual("resetPercentage"u8))
                isRead = WireFields.TryAmount(ref reader, ref resetPercentage);
            else if (name.SequenceEqual("unusedAmount"u8))
                isRead = WireFields.TryAmount(ref reader, ref unused);
            else
                isRead = WireFields.TrySkip(ref reader, name, PayloadMembers);
            if (!isRead)
                return false;
        }
        payload = used ?? new UserLimitPayload();
        (payload.BrandId, payload.UserId, payload.UserLimitId, payload.CurrencyCode, payload.NextResetTime) = (brandId, user, limitId, currency, nextReset);
        payload.Take(
            type is null && period is null && status is null && value is null && previousValue is null && activeFrom is null && activeUntil is null && createdAt is null
                ? UserLimitTerms.Unknown
                : new UserLimitTerms
                {
                    Type = (UserLimitType?)type, Period = (UserLimitPeriod?)period, Status = (UserLimitStatus?)status, Value = value, PreviousLimitValue = previousValue,
                    ActiveFrom = activeFrom, ActiveUntil = activeUntil, CreatedAt = createdAt,
                });
        (payload.Progress, payload.Amount, payload.PreviousProgress, payload.RemainingAmount) = (progress, amount, previousProgress, remaining);
        (payload.ResetAmount, payload.ResetPercentage, payload.UnusedAmount) = (resetAmount, resetPercentage, unused);
        return true;
    }
}
