namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// When an invocation must be over. New work starts only before the margin; calls under way are cancelled half-way through it, so that the answer is still
/// posted in time. The margin in force is at most a quarter of the time left on arrival.
/// </summary>
sealed class Deadline : IDisposable
{
    /// <summary>A deadline further away, such as that of a test's context, needs no timer: a timer cannot be set for more than 49 days.</summary>
    static readonly TimeSpan FarAway = TimeSpan.FromDays(1);

    readonly TimeProvider _time;
    readonly Rules _rules;
    readonly long _start;
    readonly DateTimeOffset _startUtc;
    readonly TimeSpan? _workTime;
    readonly TimeSpan _callTime;
    readonly CancellationTokenSource? _timer;
    readonly CancellationTokenSource? _linked;

    public Deadline(TimeProvider time, TimeSpan? timeLeft, TimeSpan margin, CancellationToken cancellationToken, Rules rules = Rules.All)
    {
        _rules = rules;
        _time = time;
        Token = cancellationToken;
        if (timeLeft is not { } left)
            return;
        var quarter = left / 4;
        if (margin > quarter)
            margin = quarter;
        _start = time.GetTimestamp();
        _startUtc = time.GetUtcNow();
        _workTime = left - margin;
        _callTime = left - (margin / 2);
        if (left <= TimeSpan.Zero || left > FarAway)
            return;
        _timer = new CancellationTokenSource(_callTime, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
        Token = _linked.Token;
    }

    /// <summary>Ends every call before the margin ends.</summary>
    public CancellationToken Token { get; }

    /// <summary>True when work that takes this long can still be done.</summary>
    public bool Fits(TimeSpan work) => !Token.IsCancellationRequested && (_workTime is not { } all || !_rules.Have(Rules.StopAtDeadline) || Elapsed + work < all);

    /// <summary>
    /// True when no call may be begun any more. Asked of the clocks, not of the timer: a process that thaws after its deadline may run on before its timers do.
    /// </summary>
    public bool IsOver => Token.IsCancellationRequested || (_workTime is not null && Elapsed >= _callTime && _rules.Have(Rules.StopAtDeadline));

    /// <summary>The monotonic clock stands still while a process is frozen, and the other may be set back: the one that is ahead counts.</summary>
    TimeSpan Elapsed
    {
        get
        {
            var monotonic = _time.GetElapsedTime(_start);
            var utc = _time.GetUtcNow() - _startUtc;
            return monotonic > utc ? monotonic : utc;
        }
    }

    public void Dispose()
    {
        _linked?.Dispose();
        _timer?.Dispose();
    }
}
