namespace KinesisEnricher.IntegrationTests.Redis;

/// <summary>The system's clock and timers, with a date that a test moves: what a process sees that was frozen.</summary>
sealed class ShiftedTime : TimeProvider
{
    long _shift;

    public void Pass(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
}
