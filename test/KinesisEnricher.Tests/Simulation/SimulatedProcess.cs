using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// A process with its own clocks: it can be killed, or frozen and thawed, at any moment. It may serve many invocations, one at a time, and is frozen in between.
/// </summary>
sealed class SimulatedProcess : TimeProvider
{
    /// <summary>After a thaw the thread that fires timers is not the first to run: answers that have come meanwhile are seen before.</summary>
    static readonly TimeSpan TimerLag = TimeSpan.FromMilliseconds(50);

    readonly SimulatedTime _time;
    readonly List<Action> _inFlight = [];
    TimeSpan _stoodStill;
    TimeSpan _utcShift;
    TimeSpan _restsSince;
    TimeSpan _timersFrom;

    /// <param name="time">The world's.</param>
    /// <param name="name">For the trace.</param>
    /// <param name="start">Starts what runs in it.</param>
    public SimulatedProcess(SimulatedTime time, string name, Func<SimulatedProcess, BatchProcessor> start)
    {
        (_time, Name) = (time, name);
        Processor = start(this);
    }

    public string Name { get; }

    /// <summary>What runs in it, with all that it keeps from one invocation to the next.</summary>
    public BatchProcessor Processor { get; }

    public bool IsAlive { get; private set; } = true;
    public TimeSpan FrozenUntil { get; private set; }

    /// <summary>Calls begun and not answered.</summary>
    public int CallsUnderWay { get; set; }

    /// <summary>Timers that are still to fire.</summary>
    public int PendingTimers { get; private set; }

    public void Kill()
    {
        IsAlive = false;
        Settle();
    }

    /// <summary>Stops it, for this long from now.</summary>
    public void Freeze(TimeSpan duration, ClockFault clocks)
    {
        FrozenUntil = _time.Now + duration;
        _timersFrom = FrozenUntil + TimerLag;
        SetClocks(duration, clocks);
    }

    /// <summary>Its invocation is answered: it is frozen until the next one.</summary>
    public void Rest()
    {
        Settle();
        _restsSince = _time.Now;
    }

    /// <summary>The next invocation has come.</summary>
    public void Thaw(ClockFault clocks) => SetClocks(_time.Now - _restsSince, clocks);

    void SetClocks(TimeSpan frozen, ClockFault clocks)
    {
        if (clocks.MonotonicStandsStill)
            _stoodStill += frozen;
        if (clocks.UtcStandsStill)
            _utcShift -= frozen;
        _utcShift += clocks.UtcJump;
    }

    /// <summary>Registers what decides the fate of a request that is under way when the process is given up.</summary>
    public void InFlight(Action settle) => _inFlight.Add(settle);

    /// <summary>Everything under way has landed by now, or never will.</summary>
    public void Settle()
    {
        foreach (var settle in _inFlight)
            settle();
        _inFlight.Clear();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => (_time.Now - _stoodStill).Ticks;
    public override DateTimeOffset GetUtcNow() => _time.UtcNow + _utcShift;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, _time, callback, state, dueTime);

    sealed class Timer : ITimer
    {
        readonly SimulatedProcess _owner;
        readonly SimulatedTime _time;
        readonly TimerCallback _callback;
        readonly object? _state;
        int _version;
        bool _isPending;

        public Timer(SimulatedProcess owner, SimulatedTime time, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            (_owner, _time, _callback, _state) = (owner, time, callback, state);
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            SetPending(dueTime != Timeout.InfiniteTimeSpan);
            if (_isPending)
                FireAt(_owner.GetTimestamp() + dueTime.Ticks, version);
            return true;
        }

        /// <param name="due">By the process's monotonic clock.</param>
        /// <param name="version">Not when the timer was changed since.</param>
        void FireAt(long due, int version) => _time.After(TimeSpan.FromTicks(due - _owner.GetTimestamp()), () =>
        {
            if (version != _version)
                return;
            if (_owner.GetTimestamp() < due) // The clock stood still.
                FireAt(due, version);
            else
                _time.After(_owner._timersFrom - _time.Now, () => Fire(version), _owner);
        }, _owner);

        void Fire(int version)
        {
            if (version != _version)
                return;
            SetPending(false);
            _callback(_state);
        }

        void SetPending(bool isPending)
        {
            if (isPending != _isPending)
                _owner.PendingTimers += isPending ? 1 : -1;
            _isPending = isPending;
        }

        public void Dispose()
        {
            _version++;
            SetPending(false);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
