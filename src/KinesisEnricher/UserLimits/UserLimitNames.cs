using System.Text;
using System.Text.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>The names that a limit's kinds have in events and in state, each at the index of its value.</summary>
static class UserLimitNames
{
    public static readonly (byte[] Name, UserLimitType Value)[] Types = NamesOf<UserLimitType>();
    public static readonly (byte[] Name, UserLimitPeriod Value)[] Periods = NamesOf<UserLimitPeriod>();
    public static readonly (byte[] Name, UserLimitStatus Value)[] Statuses = NamesOf<UserLimitStatus>();

    static (byte[] Name, TEnum Value)[] NamesOf<TEnum>() where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(value => (Encoding.UTF8.GetBytes(JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())), value))];
}
