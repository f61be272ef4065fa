using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(TextConverter), typeof(WholeNumberConverter), typeof(AmountConverter),
        typeof(WireEnumConverter<UserLimitType>), typeof(WireEnumConverter<UserLimitPeriod>), typeof(WireEnumConverter<UserLimitStatus>),
    ])]
[JsonSerializable(typeof(UserLimitEvent))]
[JsonSerializable(typeof(UserLimitState))]
sealed partial class UserLimitsJson : JsonSerializerContext;
