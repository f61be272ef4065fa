using KinesisEnricher.Hosting;
using StackExchange.Redis;

namespace KinesisEnricher.Redis;

/// <summary>
/// A connection to Redis that never holds a batch up for long. What takes longer than its time-out, or fails, drops the connection, and Redis is left alone for a
/// pause. The first call after a freeze, when the connection may have died unnoticed, is tried once more over a new one.
/// </summary>
sealed class RedisLink(
    RedisOptions options, Func<CancellationToken, ValueTask<string?>> password, RedisTimeouts timeouts, TimeProvider time, Action<string>? report) : IAsyncDisposable
{
    /// <summary>Nothing asked for so long counts as a freeze: Lambda may have stopped the process, and whatever lies between may have forgotten the connection.</summary>
    static readonly TimeSpan FreezeAge = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    ConnectionMultiplexer? _client;
    Task<ConnectionMultiplexer?>? _connecting;
    DateTimeOffset? _lastCall;
    DateTimeOffset _pausedAt;
    TimeSpan _pause;
    bool _isDown;
    bool _isRefused;

    /// <summary>Sends commands together and waits for their answers.</summary>
    /// <param name="send">Sends them.</param>
    /// <param name="isWrite">A server that takes no entries, because it is full or a replica, still answers: that is no fault of the link.</param>
    /// <param name="cancellationToken">Ends the wait, and with it the connection: its answers are nobody's any more.</param>
    /// <returns>The commands, answered, some of them perhaps with an error; null when Redis is not to be had.</returns>
    /// <exception cref="OperationCanceledException">The call was ended.</exception>
    public async Task<Task[]?> CallAsync(Func<IDatabase, Task[]> send, bool isWrite, CancellationToken cancellationToken)
    {
        for (var attempts = BeginCall() ? 2 : 1; ; attempts--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ConnectAsync().ConfigureAwait(false) is not { } client)
                return null;
            cancellationToken.ThrowIfCancellationRequested(); // A connection takes its time.
            try
            {
                var commands = send(client.GetDatabase());
                await EndOf(commands).WaitAsync(timeouts.Command, time, cancellationToken).ConfigureAwait(false);
                var fault = FaultOf(commands);
                if (fault is not null && !(isWrite && fault is RedisServerException))
                    throw fault;
                Succeed();
                if (isWrite)
                    NoteRefusal(fault);
                return commands;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Drop(client);
                throw;
            }
            catch (Exception e) // Whatever the client throws, Redis was no use this time.
            {
                Drop(client);
                if (attempts == 1)
                {
                    Pause(e);
                    return null;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connecting is { } connecting)
            await connecting.ConfigureAwait(false);
        if (_client is { } client)
            Drop(client);
    }

    /// <summary>Ends with the last of the commands, and is no failure when they are.</summary>
    static Task EndOf(Task[] commands) =>
        Task.WhenAll(commands).ContinueWith(static all => all.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>A command that is refused is as good as one without an answer; only when all are, or one was cut off, something is wrong.</summary>
    static Exception? FaultOf(Task[] commands)
    {
        var failed = Array.Find(commands, IsCutOff);
        if (failed is null && Array.TrueForAll(commands, IsRefused))
            failed = Array.Find(commands, IsRefused);
        return failed is null ? null : failed.Exception?.InnerException ?? new TaskCanceledException(failed);
    }

    static bool IsCutOff(Task command) => command.IsCanceled || (command.IsFaulted && command.Exception.InnerException is not RedisServerException);

    /// <summary>That the key holds a list, or what not, is an answer: there is no entry.</summary>
    static bool IsRefused(Task command) =>
        command.IsFaulted && !(command.Exception.InnerException is RedisServerException e && e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal));

    /// <summary>Notes the call.</summary>
    /// <returns>True when it is the first after a freeze.</returns>
    bool BeginCall()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var age = now - _lastCall;
            _lastCall = now;
            return age is { } since && (since < TimeSpan.Zero || since > FreezeAge);
        }
    }

    /// <summary>The connection there is, or a new one; null while Redis is left alone, or when it cannot be reached. Calls that want one at once wait for the same.</summary>
    Task<ConnectionMultiplexer?> ConnectAsync()
    {
        lock (_gate)
        {
            if (_client is { } client)
                return Task.FromResult<ConnectionMultiplexer?>(client);
            // A clock that was set back ends the pause, too.
            var paused = time.GetUtcNow() - _pausedAt;
            if (paused >= TimeSpan.Zero && paused < _pause)
                return Task.FromResult<ConnectionMultiplexer?>(null);
            if (_connecting is not { IsCompleted: false })
                _connecting = Task.Run(OpenAsync); // The client does part of its work before it first waits: not inside the lock.
            return _connecting;
        }
    }

    async Task<ConnectionMultiplexer?> OpenAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(timeouts.Connect, time);
            var configuration = RedisConfiguration.For(options, await password(timeout.Token).ConfigureAwait(false), timeouts);
            // It ends by its own time-out, and leaves nothing behind when it fails: that is worth waiting for.
            var client = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
            RedisConfiguration.Settle(client);
            lock (_gate)
                _client = client;
            return client;
        }
        catch (Exception e) // Whatever the client throws, there is no connection.
        {
            Pause(e);
            return null;
        }
    }

    void Drop(ConnectionMultiplexer client)
    {
        lock (_gate)
        {
            if (_client != client)
                return;
            _client = null;
        }
        Close(client);
    }

    static void Close(ConnectionMultiplexer client)
    {
        try
        {
            client.Close(allowCommandsToComplete: false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // It is closed as far as it can be.
        }
    }

    void Succeed()
    {
        lock (_gate)
        {
            _pause = TimeSpan.Zero;
            if (!_isDown)
                return;
            _isDown = false;
        }
        report?.Invoke($"Redis at {options} is used again.");
    }

    void NoteRefusal(Exception? fault)
    {
        lock (_gate)
        {
            var isNew = fault is not null && !_isRefused;
            _isRefused = fault is not null;
            if (!isNew)
                return;
        }
        report?.Invoke(RedisFaults.ExplainRefusal(fault!, options));
    }

    void Pause(Exception fault)
    {
        lock (_gate)
        {
            _pausedAt = time.GetUtcNow();
            var doubled = _pause == TimeSpan.Zero ? timeouts.Pause : _pause * 2;
            _pause = doubled < timeouts.LongestPause ? doubled : timeouts.LongestPause;
            if (_isDown)
                return;
            _isDown = true;
        }
        report?.Invoke(RedisFaults.Explain(fault, options, timeouts));
    }
}
