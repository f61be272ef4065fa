using System.Threading.Channels;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>
/// One of a shard's lanes: makes batches of the records that are sent to it and delivers one after the other. A batch goes when it is full, when the largest event
/// is, when the batching window is over, or when its tumbling window is.
/// </summary>
sealed class Lane(BatchDelivery delivery, ShardProgress progress, MappingOptions options, TimeProvider time)
{
    const int MaxStateBytes = 1024 * 1024;

    readonly Channel<LanePage> _pages = Channel.CreateUnbounded<LanePage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    readonly Queue<MappedRecord> _buffer = new();
    DateTimeOffset _bufferedSince;
    DateTimeOffset _caughtUpTo = DateTimeOffset.MinValue;
    OpenWindow? _window = progress.Checkpoint.Window;
    bool _hasEnded;
    long _bytesWaiting;

    /// <summary>Bytes of the records that wait here.</summary>
    public long BytesWaiting => Interlocked.Read(ref _bytesWaiting);

    public void Send(LanePage page)
    {
        foreach (var record in page.Records)
            Interlocked.Add(ref _bytesWaiting, record.Json.Length);
        _pages.Writer.TryWrite(page);
    }

    /// <summary>No page will follow.</summary>
    public void Complete() => _pages.Writer.Complete();

    /// <summary>Runs until every record is done.</summary>
    /// <param name="stop">Ends the lane once the batch in hand is answered.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TakePages();
            if (_window?.State.Length > MaxStateBytes)
                await CloseWindowAsync(_window, isEarly: true, stop);
            else if (_window is not null && IsOver(_window))
                await CloseWindowAsync(_window, isEarly: false, stop);
            else if (CutBatch() is { } batch)
                await DeliverAsync(batch, stop);
            else if (_hasEnded)
                return;
            else
                await WaitForMoreAsync(stop);
        }
    }

    void TakePages()
    {
        // Asked first: a page that comes in between is seen either way.
        _hasEnded = _pages.Reader.Completion.IsCompleted;
        while (_pages.Reader.TryRead(out var page))
        {
            if (_buffer.Count == 0)
                _bufferedSince = time.GetUtcNow();
            foreach (var record in page.Records)
                _buffer.Enqueue(record);
            _caughtUpTo = page.CaughtUpTo ?? _caughtUpTo;
        }
        _hasEnded |= _pages.Reader.Completion.IsCompleted;
    }

    bool IsOver(OpenWindow window) => _buffer.TryPeek(out var next) ? next.Arrival >= window.End : _hasEnded || _caughtUpTo >= window.End;

    IReadOnlyList<MappedRecord>? CutBatch()
    {
        if (!_buffer.TryPeek(out var first))
            return null;
        if (options.TumblingWindow is { } length)
            _window ??= OpenWindow.For(first.Arrival, length);

        var count = 0;
        var bytes = (long)LambdaEventWriter.EnvelopeBytes + (_window?.State.Length ?? 0);
        var isFull = false;
        foreach (var record in _buffer)
        {
            bytes += record.Json.Length + 1;
            isFull = count == options.BatchSize || (count > 0 && bytes > LambdaEventWriter.MaxEventBytes) || record.Arrival >= _window?.End;
            if (isFull)
                break;
            count++;
        }
        if (!isFull && count < options.BatchSize && !_hasEnded && time.GetUtcNow() < _bufferedSince + options.BatchingWindow)
            return null;

        var batch = new List<MappedRecord>(count);
        while (batch.Count < count)
            batch.Add(_buffer.Dequeue());
        _bufferedSince = time.GetUtcNow();
        return batch;
    }

    async Task DeliverAsync(IReadOnlyList<MappedRecord> batch, CancellationToken stop)
    {
        try
        {
            _window = await delivery.RunAsync(batch, _window, isFinal: false, isEarly: false, stop);
        }
        finally
        {
            Interlocked.Add(ref _bytesWaiting, -batch.Sum(r => (long)r.Json.Length));
        }
    }

    async Task CloseWindowAsync(OpenWindow window, bool isEarly, CancellationToken stop)
    {
        await delivery.RunAsync([], window, isFinal: true, isEarly, stop);
        _window = null;
        progress.Finish([], null);
    }

    async Task WaitForMoreAsync(CancellationToken stop)
    {
        if (_buffer.Count == 0)
        {
            await _pages.Reader.WaitToReadAsync(stop);
            return;
        }
        // The clock has gone on since it was last asked: the window may be over by now.
        var left = _bufferedSince + options.BatchingWindow - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // A delay leaves out parts of a millisecond: without them it would be asked for again and again.
        var windowOver = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, enough.Token);
        await Task.WhenAny(_pages.Reader.WaitToReadAsync(enough.Token).AsTask(), windowOver);
        enough.Cancel();
    }
}
