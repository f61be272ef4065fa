namespace KinesisEnricher.UserLimits;

/// <summary>Where a limit stands in its life.</summary>
enum UserLimitStatus
{
    Active,
    Canceled,
    Future,
    InCooldown,
}
