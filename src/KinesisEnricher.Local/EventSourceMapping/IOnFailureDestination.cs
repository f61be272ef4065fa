namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Where a mapping tells of the batches that it gave up.</summary>
public interface IOnFailureDestination
{
    /// <exception cref="IOException">It was not taken, for now.</exception>
    ValueTask SendAsync(DiscardedBatch batch, CancellationToken cancellationToken);
}
