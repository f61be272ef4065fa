using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>A process's connections to the servers: slow, lossy, and cut when the process dies.</summary>
sealed class SimulatedPorts(World world, SimulatedProcess process) : IStateStore, ILookUpSource, IEventSink, IQuarantine
{
    public int MaxEventBytes => int.MaxValue;

    public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Call(world.Weather.ReadFault, cancellationToken, landsLate: true, () =>
            world.Servers.Read(keys, keys.Where(_ => world.Happens(world.Weather.ReadFault / 2)).ToHashSet()));

    public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken) =>
        // A write that lands after its invocation has ended makes duplicates of events that the next one has begun to put out again: nothing is lost, but order
        // by last occurrence cannot hold.
        Call(world.Weather.WriteFault, cancellationToken, landsLate: world.Schedule.Mode == Mode.ManyKeys, () =>
        {
            var written = world.Servers.Write(item);
            world.Trace(() => $"  {process.Name} writes {item.Key} rev {item.Rev}: {(written ? "ok" : "conflict")} {System.Text.Encoding.UTF8.GetString(item.Fields.Span)}");
            return written;
        });

    public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken) =>
        Call(world.Weather.LookUpFault, cancellationToken, landsLate: true, () =>
        {
            var unprocessed = new HashSet<LookUpKey>();
            var stale = new HashSet<LookUpKey>();
            foreach (var key in keys)
            {
                if (world.Happens(world.Weather.LookUpFault / 2))
                    unprocessed.Add(key);
                else if (freshness == Freshness.Cached && world.Happens(0.1))
                    stale.Add(key); // "Nothing there" is what a cache may still say, and never the source itself.
            }
            var found = new Dictionary<LookUpKey, ReadOnlyMemory<byte>?>(world.Servers.LookUp([.. keys.Except(stale)], freshness, unprocessed));
            foreach (var key in stale)
                found.Add(key, default(ReadOnlyMemory<byte>?));
            return (IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>)found;
        });

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        var answer = await Call(world.Weather.SinkFault, cancellationToken, landsLate: false, () =>
        {
            var limit = world.Happens(world.Weather.SinkFault) ? world.Random.Next(emission.Events.Count + 1) : int.MaxValue;
            var refused = Enumerable.Range(0, emission.Events.Count)
                .Where(i => world.Weather.SinkTakesAnyPart && limit != int.MaxValue ? world.Random.Next(2) != 0 : i >= limit).ToHashSet();
            var answer = world.Servers.Put(emission.Events, refused);
            foreach (var index in answer.Taken)
                world.Trace(() => $"  {process.Name} puts out {emission.Events[index].Id} of {emission.Events[index].PartitionKey}");
            return answer;
        });
        foreach (var index in answer.Taken)
            emission.MarkTaken(index);
        if (answer.Fault is not null)
            throw answer.Fault;
    }

    public async ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        // As it is sent: the record's bytes may be gone by the time that it lands.
        var sent = QuarantineDocument.Read(QuarantineDocument.Write(record), QuarantineDocument.NameOf(record));
        await Call(world.Weather.QuarantineFault, cancellationToken, landsLate: true, () =>
        {
            world.Servers.Keep(sent);
            world.Trace(() => $"  {process.Name} quarantines {sent.Position}: {sent.Fault.Reason}");
            return true;
        });
    }

    /// <param name="fault">The chance that the call goes wrong.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="landsLate">A request under way when the caller is gone may still land; else it lands at that moment or never.</param>
    /// <param name="apply">What the server does.</param>
    ValueTask<T> Call<T>(double fault, CancellationToken cancellationToken, bool landsLate, Func<T> apply)
    {
        if (world.MaxLatency == TimeSpan.Zero && !world.Happens(fault) && !cancellationToken.IsCancellationRequested)
            return ValueTask.FromResult(apply());

        var answer = new TaskCompletionSource<T>();
        process.CallsUnderWay++;
        var isOpen = true;
        void Answer(Action<TaskCompletionSource<T>> how)
        {
            if (!isOpen)
                return;
            isOpen = false;
            process.CallsUnderWay--;
            how(answer);
        }

        var there = world.Latency();
        var back = world.Latency();
        var kind = world.Happens(fault) ? world.Random.Next(4) : -1;
        var isPending = true;
        var hasLanded = false;
        T? result = default;
        Exception? failure = null;
        void Land()
        {
            if (!isPending)
                return;
            isPending = false;
            if (kind is 0 or 1) // 0: refused. 1: lost on the way there. 2: done, but the answer is an error. 3: done, but never answered.
                return;
            try
            {
                result = apply();
                hasLanded = true;
            }
            catch (Exception e) // A real server may have faults of its own: one more answer that is none.
            {
                failure = e;
            }
        }
        void Settle()
        {
            if (!landsLate && isPending && world.Random.Next(2) == 0)
                Land();
            isPending &= landsLate;
        }

        world.Time.After(there, Land);
        process.InFlight(Settle);
        if (kind is not (1 or 3))
        {
            world.Time.After(there + back, () => Answer(a =>
            {
                if (kind < 0 && hasLanded)
                    a.SetResult(result!);
                else
                    a.SetException(failure ?? new IOException("simulated fault"));
            }), process);
        }
        cancellationToken.Register(() =>
        {
            Settle();
            Answer(a => a.SetCanceled(cancellationToken));
        });
        return new ValueTask<T>(answer.Task);
    }
}
