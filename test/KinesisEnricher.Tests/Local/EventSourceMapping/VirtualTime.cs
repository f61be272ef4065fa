using System.Collections.Concurrent;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

/// <summary>
/// A thread and a clock of its own for asynchronous code: what can go on goes on, one step at a time; when nothing can, the clock goes on to the next timer.
/// Every run is like the other, and none takes time.
/// </summary>
sealed class VirtualTime : TimeProvider
{
    static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long a continuation may be on its way here through the thread pool, as those of channels are.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _ready = [];
    readonly PriorityQueue<(Timer Timer, int Version), (long Ticks, long Order)> _timers = new();
    TimeSpan _now;
    long _order;

    /// <summary>How far the clock goes on each time that it is asked.</summary>
    public TimeSpan PerQuestion { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Questions { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        Questions++;
        return Epoch + (_now += PerQuestion);
    }

    /// <summary>Runs until the work ends.</summary>
    public void Run(Func<Task> work)
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            var task = work();
            for (var steps = 0; !task.IsCompleted; steps++)
            {
                Assert.True(steps < 1_000_000, $"The work does not end: {GetUtcNow():O}.");
                Step();
            }
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    void Step()
    {
        if (_ready.TryTake(out var next, _timers.Count > 0 ? TimeSpan.Zero : Patience))
        {
            next.Callback(next.State);
            return;
        }
        Assert.True(_timers.TryDequeue(out var due, out var when), "Nothing can go on, and no timer is set.");
        if (!due.Timer.IsCurrent(due.Version))
            return;
        _now = TimeSpan.FromTicks(Math.Max(when.Ticks, _now.Ticks));
        due.Timer.Fire();
    }

    sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time._ready.Add((d, state));
    }

    sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        int _version;

        public bool IsCurrent(int version) => version == _version;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
                time._timers.Enqueue((this, _version), ((time._now + dueTime).Ticks, time._order++));
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
