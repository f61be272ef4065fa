using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Running;

/// <summary>Puts nothing out, and remembers the last event that would have been.</summary>
sealed class LastEventSink : IEventSink
{
    string? _last;

    public int MaxEventBytes => int.MaxValue;

    /// <summary>The event in a few words; null as long as there is none.</summary>
    public string? Last => Volatile.Read(ref _last);

    public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        emission.MarkAllTaken();
        if (emission.Events is [.., var last])
            Volatile.Write(ref _last, $"{last.PartitionKey}  {OutputDigest.Of(last)}  {OutputDigest.AddedTo(last)}");
        return default;
    }
}
