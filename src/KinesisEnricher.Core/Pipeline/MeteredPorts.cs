using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>The ports of a batch, with every call counted.</summary>
sealed class MeteredPorts(PipelinePorts ports, BatchMeter meter) : IStateStore, ILookUpSource, IEventSink, IQuarantine
{
    public static PipelinePorts Around(PipelinePorts ports, BatchMeter meter)
    {
        var metered = new MeteredPorts(ports, meter);
        return new PipelinePorts(metered, metered, metered, ports.Quarantine is null ? null : metered);
    }

    public int MaxEventBytes => ports.Sink.MaxEventBytes;

    public bool DropsAll => ports.Sink.DropsAll;

    public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        meter.Add(BatchMeter.Count.StateRead);
        return ports.State.ReadAsync(keys, cancellationToken);
    }

    public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken)
    {
        meter.Add(BatchMeter.Count.StateWrite);
        return ports.State.TryWriteAsync(item, cancellationToken);
    }

    public async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        meter.Add(BatchMeter.Count.LookUpKey, keys.Count);
        LookUpAnswers? layered = null;
        try
        {
            var found = await ports.LookUps.GetAsync(keys, freshness, cancellationToken).ConfigureAwait(false);
            layered = found as LookUpAnswers;
            meter.Add(BatchMeter.Count.FromMemory, layered?.FromMemory ?? 0);
            meter.Add(BatchMeter.Count.FromCache, layered?.FromCache ?? 0);
            meter.Add(BatchMeter.Count.FromSource, layered?.FromSource ?? found.Count);
            return found;
        }
        finally
        {
            meter.Add(BatchMeter.Count.LookUpTrip, layered?.RoundTrips ?? 1);
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ports.LookUps.CompleteAsync(cancellationToken);

    public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        meter.Add(BatchMeter.Count.SinkCall);
        return ports.Sink.EmitAsync(emission, cancellationToken);
    }

    public ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        meter.Add(BatchMeter.Count.QuarantineCall);
        return ports.Quarantine!.KeepAsync(record, cancellationToken);
    }
}
