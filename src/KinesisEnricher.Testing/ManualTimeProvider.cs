namespace KinesisEnricher.Testing;

/// <summary>
/// A clock that only tests move. Timers fire on the thread that moves it, in the order in which they are due, while the clock stands at their time; one that is
/// due at once fires before <see cref="CreateTimer"/> returns.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<Timer> _timers = [];
    TimeSpan _elapsed;
    TimeSpan _shift;

    /// <summary>Starts at 2026-01-01T00:00:00Z.</summary>
    public ManualTimeProvider() : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    /// <summary>Timers that are still to fire.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
            return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return start + _shift + _elapsed;
    }

    /// <summary>Moves the clock on and fires the timers that fall due on the way, those that other timers start included.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_gate)
            end = _elapsed + by;
        FireUntil(end);
        lock (_gate)
            _elapsed = end > _elapsed ? end : _elapsed;
    }

    /// <summary>Sets the time of day forward or back and fires nothing: a thaw after a freeze, or a corrected clock.</summary>
    public void ShiftUtc(TimeSpan by)
    {
        lock (_gate)
            _shift += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    void FireUntil(TimeSpan end)
    {
        while (true)
        {
            Timer? next;
            lock (_gate)
            {
                next = _timers.MinBy(timer => timer.Due); // The first of those that are due together: the one set first.
                if (next is null || next.Due > end)
                    return;
                _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
                _timers.Remove(next);
                if (next.Period > TimeSpan.Zero)
                {
                    next.Due += next.Period;
                    _timers.Add(next);
                }
            }
            next.Fire();
        }
    }

    sealed class Timer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        bool _disposed;

        public TimeSpan Due { get; set; }
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_disposed)
                    return false;
                time._timers.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._elapsed + dueTime;
                time._timers.Add(this);
            }
            if (dueTime == TimeSpan.Zero)
                time.Advance(TimeSpan.Zero);
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
