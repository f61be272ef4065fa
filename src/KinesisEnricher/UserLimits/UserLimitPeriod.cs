namespace KinesisEnricher.UserLimits;

/// <summary>What a limit counts over.</summary>
enum UserLimitPeriod
{
    CalendarDay,
    CalendarWeek,
    CalendarMonth,
    Day,
    Week,
    Month,
    Indefinite,
    Instance,
}
