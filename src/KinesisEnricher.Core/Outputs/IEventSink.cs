namespace KinesisEnricher.Core.Outputs;

/// <summary>Where enriched events go. Implementations are safe for concurrent use and start nothing that outlives a call.</summary>
public interface IEventSink
{
    /// <summary>The largest event, in bytes of <see cref="OutputEvent.Json"/>, that the sink takes. A larger one is quarantined before anything is put out.</summary>
    int MaxEventBytes { get; }

    /// <summary>True for a sink that drops everything: events are not even written, and it is not called.</summary>
    bool DropsAll => false;

    /// <summary>
    /// Puts events out and marks in <paramref name="emission"/> those that were taken. Each call is one attempt: the pipeline tries the others again, each
    /// with every later event of its lane (those that share a key or a state item with it, directly or through others), so that order per key holds by last
    /// occurrence.
    /// </summary>
    ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken);
}
