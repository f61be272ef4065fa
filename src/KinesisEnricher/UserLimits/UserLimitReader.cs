using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// Reads the events that producers usually write straight from their bytes, for this family is a hot one. Whatever is out of the ordinary (an escape, a name in
/// another case, a value of another kind) it leaves to the serializer, which takes more and says what is wrong.
/// </summary>
static class UserLimitReader
{
    /// <returns>The event, or null when the serializer must read it.</returns>
    public static UserLimitEvent? TryRead(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;

        string? aggregateId = null, eventId = null;
        long? createdAt = null, sequenceNumber = null;
        UserLimitPayload? payload = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return null;
            var name = reader.ValueSpan;
            reader.Read();
            var isRead = name switch
            {
                [(byte)'a', ..] when name.SequenceEqual("aggregateId"u8) => TryText(ref reader, ref aggregateId),
                [(byte)'e', ..] when name.SequenceEqual("eventId"u8) => TryText(ref reader, ref eventId),
                [(byte)'c', ..] when name.SequenceEqual("createdAt"u8) => TryNumber(ref reader, ref createdAt),
                [(byte)'s', ..] when name.SequenceEqual("sequenceNumber"u8) => TryNumber(ref reader, ref sequenceNumber),
                [(byte)'p', ..] when name.SequenceEqual("payload"u8) => TryPayload(ref reader, aggregateId, ref payload),
                _ => TrySkip(ref reader, name, Members),
            };
            if (!isRead)
                return null;
        }
        return new UserLimitEvent { AggregateId = aggregateId, EventId = eventId, CreatedAt = createdAt, SequenceNumber = sequenceNumber, Payload = payload };
    }

    static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789."u8);

    static readonly string[] Members = ["aggregateId", "eventId", "createdAt", "sequenceNumber", "payload"];

    static readonly string[] PayloadMembers =
    [
        "brandId", "userId", "userLimitId", "currencyCode", "nextResetTime", "type", "period", "status", "value", "previousLimitValue", "progress",
        "activeFrom", "activeUntil", "createdAt", "amount", "previousProgress", "remainingAmount", "resetAmount", "resetPercentage", "unusedAmount",
    ];

    static bool TryPayload(ref Utf8JsonReader reader, string? userId, ref UserLimitPayload? payload)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        string? brandId = null, user = null, limitId = null, currency = null;
        long? nextReset = null, activeFrom = null, activeUntil = null, createdAt = null;
        decimal? value = null, previousValue = null, progress = null, amount = null, previousProgress = null, remaining = null;
        decimal? resetAmount = null, resetPercentage = null, unused = null;
        UserLimitType? type = null;
        UserLimitPeriod? period = null;
        UserLimitStatus? status = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return false;
            var name = reader.ValueSpan;
            reader.Read();
            bool isRead;
            if (name.SequenceEqual("brandId"u8))
                isRead = TryText(ref reader, ref brandId);
            else if (name.SequenceEqual("userId"u8))
                isRead = TryText(ref reader, ref user, userId);
            else if (name.SequenceEqual("userLimitId"u8))
                isRead = TryText(ref reader, ref limitId);
            else if (name.SequenceEqual("currencyCode"u8))
                isRead = TryText(ref reader, ref currency);
            else if (name.SequenceEqual("nextResetTime"u8))
                isRead = TryNumber(ref reader, ref nextReset);
            else if (name.SequenceEqual("amount"u8))
                isRead = TryAmount(ref reader, ref amount);
            else if (name.SequenceEqual("previousProgress"u8))
                isRead = TryAmount(ref reader, ref previousProgress);
            else if (name.SequenceEqual("remainingAmount"u8))
                isRead = TryAmount(ref reader, ref remaining);
            else if (name.SequenceEqual("type"u8))
                isRead = TryName(ref reader, Types, ref type);
            else if (name.SequenceEqual("period"u8))
                isRead = TryName(ref reader, Periods, ref period);
            else if (name.SequenceEqual("status"u8))
                isRead = TryName(ref reader, Statuses, ref status);
            else if (name.SequenceEqual("value"u8))
                isRead = TryAmount(ref reader, ref value);
            else if (name.SequenceEqual("previousLimitValue"u8))
                isRead = TryAmount(ref reader, ref previousValue);
            else if (name.SequenceEqual("progress"u8))
                isRead = TryAmount(ref reader, ref progress);
            else if (name.SequenceEqual("activeFrom"u8))
                isRead = TryNumber(ref reader, ref activeFrom);
            else if (name.SequenceEqual("activeUntil"u8))
                isRead = TryNumber(ref reader, ref activeUntil);
            else if (name.SequenceEqual("createdAt"u8))
                isRead = TryNumber(ref reader, ref createdAt);
            else if (name.SequenceEqual("resetAmount"u8))
                isRead = TryAmount(ref reader, ref resetAmount);
            else if (name.SequenceEqual("resetPercentage"u8))
                isRead = TryAmount(ref reader, ref resetPercentage);
            else if (name.SequenceEqual("unusedAmount"u8))
                isRead = TryAmount(ref reader, ref unused);
            else
                isRead = TrySkip(ref reader, name, PayloadMembers);
            if (!isRead)
                return false;
        }
        payload = new UserLimitPayload
        {
            BrandId = brandId, UserId = user, UserLimitId = limitId, CurrencyCode = currency, NextResetTime = nextReset,
            Type = type, Period = period, Status = status,
            Value = value, PreviousLimitValue = previousValue, Progress = progress, ActiveFrom = activeFrom, ActiveUntil = activeUntil, CreatedAt = createdAt,
            Amount = amount, PreviousProgress = previousProgress, RemainingAmount = remaining,
            ResetAmount = resetAmount, ResetPercentage = resetPercentage, UnusedAmount = unused,
        };
        return true;
    }

    static readonly (byte[] Name, UserLimitType Value)[] Types = NamesOf<UserLimitType>();
    static readonly (byte[] Name, UserLimitPeriod Value)[] Periods = NamesOf<UserLimitPeriod>();
    static readonly (byte[] Name, UserLimitStatus Value)[] Statuses = NamesOf<UserLimitStatus>();

    static (byte[] Name, TEnum Value)[] NamesOf<TEnum>() where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(value => (Encoding.UTF8.GetBytes(JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())), value))];

    /// <param name="reader">At the value.</param>
    /// <param name="text">Takes it.</param>
    /// <param name="known">A text that it may well be the same as.</param>
    static bool TryText(ref Utf8JsonReader reader, ref string? text, string? known = null)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            return false;
        text = known is not null && Ascii.Equals(reader.ValueSpan, known) ? known : Encoding.UTF8.GetString(reader.ValueSpan);
        return true;
    }

    static bool TryNumber(ref Utf8JsonReader reader, ref long? number)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value))
            return false;
        number = value;
        return true;
    }

    static bool TryAmount(ref Utf8JsonReader reader, ref decimal? amount)
    {
        // Digits and a point only, no more than a decimal holds exactly: what else an amount may be written with is for the serializer.
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > 28 || reader.ValueSpan.ContainsAnyExcept(Digits)
                || !Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var length) || length != reader.ValueSpan.Length)
            return false;
        amount = value;
        return true;
    }

    static bool TryName<TEnum>(ref Utf8JsonReader reader, (byte[] Name, TEnum Value)[] names, ref TEnum? value) where TEnum : struct
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        foreach (var (name, named) in names)
        {
            if (!reader.ValueSpan.SequenceEqual(name))
                continue;
            value = named;
            return true;
        }
        return false;
    }

    /// <summary>Passes over a member that nothing uses, unless it is a used one in another case.</summary>
    static bool TrySkip(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string[] used)
    {
        foreach (var member in used)
        {
            if (Ascii.EqualsIgnoreCase(name, member))
                return false;
        }
        reader.Skip();
        return true;
    }
}
