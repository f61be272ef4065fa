namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// When an invocation must be over. New work starts only before the margin; calls under way are cancelled half-way through it, so that the answer is still
/// posted in time. The margin in force is at most a quarter of the time left on arrival.
/// </summary>
sealed class Deadline : IDisposable
{
    readonly TimeProvider _time;
    readonly long _start;
    readonly TimeSpan? _workTime;
    readonly CancellationTokenSource? _timer;
    readonly CancellationTokenSource? _linked;

    public Deadline(TimeProvider time, TimeSpan? timeLeft, TimeSpan margin, CancellationToken cancellationToken)
    {
        _time = time;
        Token = cancellationToken;
        if (timeLeft is not { } left)
            return;
        var quarter = left / 4;
        if (margin > quarter)
            margin = quarter;
        _start = time.GetTimestamp();
        _workTime = left - margin;
        if (left <= TimeSpan.Zero)
            return;
        _timer = new CancellationTokenSource(left - (margin / 2), time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
        Token = _linked.Token;
    }

    /// <summary>Ends every call before the margin ends.</summary>
    public CancellationToken Token { get; }

    /// <summary>True when work that takes this long can still be done.</summary>
    public bool Fits(TimeSpan work) => !Token.IsCancellationRequested && (_workTime is not { } all || _time.GetElapsedTime(_start) + work < all);

    public void Dispose()
    {
        _linked?.Dispose();
        _timer?.Dispose();
    }
}
