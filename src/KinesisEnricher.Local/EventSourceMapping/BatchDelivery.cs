using System.Text;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>
/// Delivers a lane's batches until each record is done: handled, or given up and told of. A batch that makes no headway uses up retries, and what is left of it
/// after some headway goes on with those that it has; to be split uses up none.
/// </summary>
sealed class BatchDelivery(string shardId, int lane, MappingOptions options, MappingPorts ports, ShardProgress progress, LambdaEventWriter events, TimeProvider time)
{
    /// <summary>A part of a batch that is delivered together.</summary>
    /// <param name="Records">What is left of it.</param>
    /// <param name="Retries">Retries used up.</param>
    /// <param name="Invocations">Deliveries so far.</param>
    /// <param name="LastAnswer">The answer to the last one.</param>
    sealed record Part(IReadOnlyList<MappedRecord> Records, int Retries, int Invocations, FunctionAnswer? LastAnswer);

    /// <param name="batch">The records; none for a window's last invocation.</param>
    /// <param name="window">The window they belong to; null without windows.</param>
    /// <param name="isFinal">True for the window's last invocation.</param>
    /// <param name="isEarly">True when that comes before the window's end.</param>
    /// <param name="stop">Ends it after the invocation in hand, unless that was the last to be made. The first is made in any case.</param>
    /// <returns>The window with the state that is left.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; what is not done is delivered again after a restart.</exception>
    public async Task<OpenWindow?> RunAsync(IReadOnlyList<MappedRecord> batch, OpenWindow? window, bool isFinal, bool isEarly, CancellationToken stop)
    {
        var parts = new Stack<Part>([new Part(batch, 0, 0, null)]);
        for (var isFirst = true; parts.TryPop(out var part); isFirst = false)
        {
            if (!isFirst)
                stop.ThrowIfCancellationRequested();
            part = await GiveUpOldAsync(part, window, stop);
            if (part.Records.Count == 0 && !isFinal)
                continue;
            var pass = window is null ? null : new WindowPass(window.Start, window.End, Encoding.UTF8.GetBytes(window.State), isFinal, isEarly);
            var utf8Event = events.Write(shardId, part.Records, pass);
            var (answer, failed, state) = await InvokeAsync(part, utf8Event, isWindow: window is not null, stop);
            part = part with { Invocations = part.Invocations + 1, LastAnswer = answer };
            if (state is not null)
                window = window! with { State = state };
            if (failed is not { } first)
            {
                progress.Finish(part.Records.Select(r => r.SequenceNumber), window);
                continue;
            }
            if (first > 0)
            {
                progress.Finish(part.Records.Take(first).Select(r => r.SequenceNumber), window);
                part = part with { Records = [.. part.Records.Skip(first)] };
            }
            if (!TrySplit(parts, part, hadHeadway: first > 0))
                await RetryOrGiveUpAsync(parts, part, window, utf8Event, stop);
        }
        return window;
    }

    /// <returns>The answer, the index of the first record that is not done (null when all are), and the state that the answer leaves (null when it leaves none).</returns>
    async Task<(FunctionAnswer Answer, int? Failed, string? State)> InvokeAsync(
        Part part, ReadOnlyMemory<byte> utf8Event, bool isWindow, CancellationToken stop)
    {
        var age = part.Records is [.., var last] ? time.GetUtcNow() - last.Arrival : TimeSpan.Zero;
        var start = time.GetTimestamp();
        var answer = await InvokeAsync(utf8Event, stop);
        int? failed = null;
        string? state = null;
        if (answer.FunctionError is not null)
        {
            failed = 0;
        }
        else if (isWindow || options.ReportBatchItemFailures)
        {
            var parsed = BatchAnswer.Parse(answer.Payload, part.Records);
            if (isWindow && parsed.State is null)
                failed = 0; // A window's state would be lost.
            else if (options.ReportBatchItemFailures && parsed.Failed < part.Records.Count)
                failed = parsed.Failed;
            if (failed is not 0 && isWindow)
                state = Encoding.UTF8.GetString(parsed.State!.Value.Span);
        }
        ports.Observer.Invoked(new InvocationNote(
            shardId, lane, part.Records.Count, part.Invocations + 1, failed ?? part.Records.Count, answer, time.GetElapsedTime(start), age));
        return (answer, failed, state);
    }

    async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event, CancellationToken stop)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await ports.Function.InvokeAsync(utf8Event);
            }
            catch (FunctionUnavailableException e)
            {
                ports.Observer.Trouble(shardId, e.Message);
                await Task.Delay(Backoff.After(failures), time, stop);
            }
        }
    }

    bool TrySplit(Stack<Part> parts, Part part, bool hadHeadway)
    {
        if (!options.BisectBatchOnFunctionError)
            return false;
        if (hadHeadway)
        {
            parts.Push(part);
            return true;
        }
        if (part.Records.Count < 2)
            return false;
        var half = part.Records.Count / 2;
        parts.Push(part with { Records = [.. part.Records.Skip(half)], Invocations = 0, LastAnswer = null });
        parts.Push(part with { Records = [.. part.Records.Take(half)], Invocations = 0, LastAnswer = null });
        return true;
    }

    async Task RetryOrGiveUpAsync(Stack<Part> parts, Part part, OpenWindow? window, ReadOnlyMemory<byte> utf8Event, CancellationToken stop)
    {
        if (part.Retries < (options.MaximumRetryAttempts ?? int.MaxValue))
        {
            await Task.Delay(Backoff.After(Math.Min(part.Retries + 1, 16)), time, stop);
            parts.Push(part with { Retries = part.Retries + 1 });
            return;
        }
        await GiveUpAsync(part, DiscardCondition.RetryAttemptsExhausted, utf8Event, stop);
        progress.Finish(part.Records.Select(r => r.SequenceNumber), window);
    }

    async Task<Part> GiveUpOldAsync(Part part, OpenWindow? window, CancellationToken stop)
    {
        if (options.MaximumRecordAge is not { } age)
            return part;
        var oldest = time.GetUtcNow() - age;
        var old = part.Records.TakeWhile(r => r.Arrival < oldest).ToList();
        if (old.Count == 0)
            return part;
        await GiveUpAsync(part with { Records = old }, DiscardCondition.RecordAgeExceeded, events.Write(shardId, old, null), stop);
        progress.Finish(old.Select(r => r.SequenceNumber), window);
        return part with { Records = [.. part.Records.Skip(old.Count)] };
    }

    async Task GiveUpAsync(Part part, DiscardCondition condition, ReadOnlyMemory<byte> utf8Event, CancellationToken stop)
    {
        var discarded = new DiscardedBatch
        {
            Condition = condition,
            Records = part.Records,
            ShardId = shardId,
            StreamArn = options.StreamArn,
            FunctionArn = options.FunctionArn,
            InvokeCount = part.Invocations,
            LastAnswer = part.LastAnswer,
            Time = time.GetUtcNow(),
            Event = utf8Event,
        };
        for (var failures = 1; ; failures++)
        {
            try
            {
                if (ports.OnFailure is not null)
                    await ports.OnFailure.SendAsync(discarded, stop);
                ports.Observer.Discarded(discarded);
                return;
            }
            catch (IOException e)
            {
                // Records are given up only when somebody knows of it.
                ports.Observer.Trouble(shardId, $"The destination on failure did not take a batch: {e.Message}");
                await Task.Delay(Backoff.After(failures), time, stop);
            }
        }
    }
}
