namespace KinesisEnricher.Core.Outputs;

/// <summary>Puts nothing out: events end here, only state is kept.</summary>
public sealed class NoneSink : IEventSink
{
    public bool DropsAll => true;

    public int MaxEventBytes => int.MaxValue;

    public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        emission.MarkAllTaken();
        return default;
    }
}
