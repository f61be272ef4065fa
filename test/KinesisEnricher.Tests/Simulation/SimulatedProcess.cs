namespace KinesisEnricher.Tests.Simulation;

/// <summary>A process with its own clocks: it can be killed, or frozen and thawed, at any moment.</summary>
sealed class SimulatedProcess(SimulatedTime time, string name) : TimeProvider
{
    readonly List<Action> _inFlight = [];
    TimeSpan _stoodStill;

    public string Name => name;
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

    public void Freeze(TimeSpan duration, bool monotonicStandsStill)
    {
        FrozenUntil = time.Now + duration;
        if (monotonicStandsStill)
            _stoodStill += duration;
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
    public override long GetTimestamp() => (time.Now - _stoodStill).Ticks;
    public override DateTimeOffset GetUtcNow() => time.UtcNow;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, time, callback, state, dueTime);

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
            {
                _time.After(dueTime, () =>
                {
                    if (version != _version)
                        return;
                    SetPending(false);
                    _callback(_state);
                }, _owner);
            }
            return true;
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
