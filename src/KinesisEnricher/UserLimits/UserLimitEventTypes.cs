namespace KinesisEnricher.UserLimits;

/// <summary>The event types handled; their stream carries others, which are skipped.</summary>
static class UserLimitEventTypes
{
    public const string Created = "USER_LIMIT_CREATED";
    public const string ProgressChanged = "USER_LIMIT_PROGRESS_CHANGED";
    public const string Reset = "USER_LIMIT_RESET";
}
