namespace KinesisEnricher.UserLimits;

/// <summary>The names that a limit's kinds have in events and in state, each at the index of its value.</summary>
static class UserLimitNames
{
    public static readonly byte[][] Types = ["BALANCE"u8.ToArray(), "BET"u8.ToArray(), "DEPOSIT"u8.ToArray(), "LOSS"u8.ToArray(), "SESSION"u8.ToArray()];

    public static readonly byte[][] Periods =
    [
        "CALENDAR_DAY"u8.ToArray(), "CALENDAR_WEEK"u8.ToArray(), "CALENDAR_MONTH"u8.ToArray(), "DAY"u8.ToArray(), "WEEK"u8.ToArray(), "MONTH"u8.ToArray(),
        "INDEFINITE"u8.ToArray(), "INSTANCE"u8.ToArray(),
    ];

    public static readonly byte[][] Statuses = ["ACTIVE"u8.ToArray(), "CANCELED"u8.ToArray(), "FUTURE"u8.ToArray(), "IN_COOLDOWN"u8.ToArray()];
}
