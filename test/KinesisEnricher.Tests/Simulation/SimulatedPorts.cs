using System.Text.Json;
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
        {
            var read = new Dictionary<string, StateItem?>();
            foreach (var key in keys)
            {
                if (!world.Happens(world.Weather.ReadFault / 2))
                    read.Add(key, world.Servers.Table.GetValueOrDefault(key));
            }
            return (IReadOnlyDictionary<string, StateItem?>)read;
        });

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
            var found = new Dictionary<LookUpKey, ReadOnlyMemory<byte>?>();
            foreach (var key in keys)
            {
                if (world.Happens(world.Weather.LookUpFault / 2))
                    continue;
                // A stale "nothing there" is what a cache may say, and never the source itself.
                var isStale = freshness == Freshness.Cached && world.Happens(0.1);
                found.Add(key, isStale || !world.Schedule.Aliases.TryGetValue(key.Key, out var target)
                    ? (ReadOnlyMemory<byte>?)null
                    : JsonSerializer.SerializeToUtf8Bytes(new AliasTarget(target), SimulationJson.Default.AliasTarget));
            }
            return (IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>)found;
        });

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        var taken = new List<int>();
        await Call(world.Weather.SinkFault, cancellationToken, landsLate: false, () =>
        {
            var limit = world.Happens(world.Weather.SinkFault) ? world.Random.Next(emission.Events.Count + 1) : int.MaxValue;
            for (var i = 0; i < emission.Events.Count; i++)
            {
                if (world.Weather.SinkTakesAnyPart && limit != int.MaxValue ? world.Random.Next(2) == 0 : i < limit)
                {
                    world.Servers.Put(emission.Events[i]);
                    taken.Add(i);
                    world.Trace(() => $"  {process.Name} puts out {emission.Events[i].Id} of {emission.Events[i].PartitionKey}");
                }
            }
            return true;
        });
        taken.ForEach(emission.MarkTaken);
    }

    public async ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var request = new QuarantineRequest(record); // Its bytes may be gone by the time that it lands.
        await Call(world.Weather.QuarantineFault, cancellationToken, landsLate: true, () =>
        {
            world.Servers.Keep(request);
            world.Trace(() => $"  {process.Name} quarantines {request.Identity}: {request.Fault.Reason}");
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
        process.Outstanding++;
        var isOpen = true;
        void Answer(Action<TaskCompletionSource<T>> how)
        {
            if (!isOpen)
                return;
            isOpen = false;
            process.Outstanding--;
            how(answer);
        }

        var there = world.Latency();
        var back = world.Latency();
        var kind = world.Happens(fault) ? world.Random.Next(4) : -1;
        var isPending = true;
        var hasLanded = false;
        T? result = default;
        void Land()
        {
            if (!isPending)
                return;
            isPending = false;
            if (kind is 0 or 1) // 0: refused. 1: lost on the way there. 2: done, but the answer is an error. 3: done, but never answered.
                return;
            result = apply();
            hasLanded = true;
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
                    a.SetException(new IOException("simulated fault"));
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
