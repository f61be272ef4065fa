using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Local;

/// <summary>Events that runs are tried on.</summary>
static class RunEvents
{
    public static KinesisEventBuilder OneOfEach => new KinesisEventBuilder()
        .Add("u-1", Limits.Created(1))
        .Add("u-1", Limits.Progress(2, "500"))
        .Add("u-1", Limits.Progress(2, "500"))
        .Add("u-2", """{"type":"LIMIT_USER_CREATED"}""")
        .AddPoison("u-1", Poison.TruncatedJson);

    public static KinesisEventBuilder TwoLimits => new KinesisEventBuilder()
        .Add("u-1", Limits.Created(1))
        .Add("u-1", Limits.Progress(2, "500"))
        .Add("u-2", Limits.Created(3, "limit-2"));
}
