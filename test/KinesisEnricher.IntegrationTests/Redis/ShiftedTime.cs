namespace KinesisEnricher.IntegrationTests.Redis;

/// <summary>The system's clock and timers, with a date that a test moves: what a process sees that was frozen.</summary>
sealed class ShiftedTime : TimeProvider
{
    long _shift;
    long _timed;

    /// <summary>What all timers so far were set to, together: the longest that anybody waits by them, one after the other.</summary>
    public TimeSpan Timed => TimeSpan.FromTicks(Interlocked.Read(ref _timed));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Interlocked.Add(ref _timed, dueTime.Ticks);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
