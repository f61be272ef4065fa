using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// Limits as they are stored, to and from bytes by hand: each batch reads and writes every limit it touches. The JSON is the serializer's, which reads what is
/// out of the ordinary.
/// </summary>
static class UserLimitStateJson
{
    static readonly string[] Members =
    [
        "userLimitId", "userId", "brandId", "currencyCode", "type", "period", "status", "value", "previousLimitValue", "progress", "activeFrom", "activeUntil",
        "createdAt", "nextResetTime", "applied",
    ];

    /// <returns>The limit, or null when the serializer must read it.</returns>
    public static UserLimitState? TryRead(ReadOnlySpan<byte> json, RecentTexts texts)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;

        string? limitId = null, userId = null, brandId = null, currency = null;
        int? type = null, period = null, status = null;
        decimal? value = null, previousValue = null, progress = null;
        long? activeFrom = null, activeUntil = null, createdAt = null, nextReset = null;
        AppliedNumbers? applied = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return null;
            var name = reader.ValueSpan;
            reader.Read();
            bool isRead;
            if (name.SequenceEqual("userLimitId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref limitId);
            else if (name.SequenceEqual("userId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref userId);
            else if (name.SequenceEqual("brandId"u8))
                isRead = WireFields.TryText(ref reader, texts, ref brandId);
            else if (name.SequenceEqual("currencyCode"u8))
                isRead = WireFields.TryText(ref reader, texts, ref currency);
            else if (name.SequenceEqual("type"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Types, ref type);
            else if (name.SequenceEqual("period"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Periods, ref period);
            else if (name.SequenceEqual("status"u8))
                isRead = WireFields.TryName(ref reader, UserLimitNames.Statuses, ref status);
            else if (name.SequenceEqual("value"u8))
                isRead = WireFields.TryNumber(ref reader, ref value);
            else if (name.SequenceEqual("previousLimitValue"u8))
                isRead = WireFields.TryNumber(ref reader, ref previousValue);
            else if (name.SequenceEqual("progress"u8))
                isRead = WireFields.TryNumber(ref reader, ref progress);
            else if (name.SequenceEqual("activeFrom"u8))
                isRead = WireFields.TryNumber(ref reader, ref activeFrom);
            else if (name.SequenceEqual("activeUntil"u8))
                isRead = WireFields.TryNumber(ref reader, ref activeUntil);
            else if (name.SequenceEqual("createdAt"u8))
                isRead = WireFields.TryNumber(ref reader, ref createdAt);
            else if (name.SequenceEqual("nextResetTime"u8))
                isRead = WireFields.TryNumber(ref reader, ref nextReset);
            else if (name.SequenceEqual("applied"u8))
                isRead = AppliedNumbersConverter.TryRead(ref reader, out applied);
            else
                isRead = WireFields.TrySkip(ref reader, name, Members);
            if (!isRead)
                return null;
        }
        if (limitId is null || userId is null || brandId is null || currency is null || applied is null)
            return null;
        return new UserLimitState
        {
            UserLimitId = limitId, UserId = userId, BrandId = brandId, CurrencyCode = currency, Progress = progress, NextResetTime = nextReset, Applied = applied,
            Terms = new UserLimitTerms
            {
                Type = (UserLimitType?)type, Period = (UserLimitPeriod?)period, Status = (UserLimitStatus?)status, Value = value, PreviousLimitValue = previousValue,
                ActiveFrom = activeFrom, ActiveUntil = activeUntil, CreatedAt = createdAt,
            },
        };
    }

    public static void Write(Utf8JsonWriter writer, UserLimitState limit)
    {
        writer.WriteStartObject();
        writer.WriteString("userLimitId"u8, limit.UserLimitId);
        writer.WriteString("userId"u8, limit.UserId);
        writer.WriteString("brandId"u8, limit.BrandId);
        writer.WriteString("currencyCode"u8, limit.CurrencyCode);
        if (limit.Type is { } type)
            writer.WriteString("type"u8, UserLimitNames.Types[(int)type]);
        if (limit.Period is { } period)
            writer.WriteString("period"u8, UserLimitNames.Periods[(int)period]);
        if (limit.Status is { } status)
            writer.WriteString("status"u8, UserLimitNames.Statuses[(int)status]);
        Write(writer, "value"u8, limit.Value);
        Write(writer, "previousLimitValue"u8, limit.PreviousLimitValue);
        Write(writer, "progress"u8, limit.Progress);
        Write(writer, "activeFrom"u8, limit.ActiveFrom);
        Write(writer, "activeUntil"u8, limit.ActiveUntil);
        Write(writer, "createdAt"u8, limit.CreatedAt);
        Write(writer, "nextResetTime"u8, limit.NextResetTime);
        writer.WritePropertyName("applied"u8);
        AppliedNumbersConverter.Write(writer, limit.Applied);
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? amount)
    {
        if (amount is { } value)
            writer.WriteNumber(name, AmountConverter.WithoutTrailingZeros(value));
    }

    static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
    }
}
