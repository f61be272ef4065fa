namespace KinesisEnricher.Tests.Simulation;

/// <summary>Simulated time: things happen in order of their moment, one at a time, on one thread.</summary>
sealed class SimulatedTime
{
    static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly PriorityQueue<(Action Action, SimulatedProcess? Owner), (long Ticks, long Order)> _queue = new();
    readonly int _thread = Environment.CurrentManagedThreadId;
    volatile Exception? _fault;
    long _order;

    public TimeSpan Now { get; private set; }

    public DateTimeOffset UtcNow => Epoch + Now;

    /// <param name="delay">From now.</param>
    /// <param name="action">What happens.</param>
    /// <param name="owner">The process it happens in: not when that was killed, and later when it is frozen. Null for the world outside.</param>
    public void After(TimeSpan delay, Action action, SimulatedProcess? owner = null)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw _fault = new InvalidOperationException("The simulation left its thread: it could not be repeated."); // Who is thrown at may take it for a port's fault.
        _queue.Enqueue((action, owner), ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, _order++));
    }

    /// <summary>Runs until nothing is left to happen.</summary>
    /// <exception cref="InvalidOperationException">It does not end, or it left its thread.</exception>
    public void Run(int maxSteps = 2_000_000)
    {
        for (var steps = 0; _queue.TryDequeue(out var next, out var when); steps++)
        {
            if (steps == maxSteps)
                throw new InvalidOperationException($"The simulation does not come to an end: {maxSteps} steps, at {Now}.");
            if (when.Ticks > Now.Ticks)
                Now = TimeSpan.FromTicks(when.Ticks);
            if (next.Owner is { IsAlive: false })
                continue;
            if (next.Owner is { } owner && owner.FrozenUntil > Now)
                After(owner.FrozenUntil - Now, next.Action, owner);
            else
                next.Action();
            if (_fault is not null)
                throw _fault;
        }
    }
}
