namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>An event of the load, and what must come of it.</summary>
/// <param name="PartitionKey">Its key.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Fate">What must come of it.</param>
/// <param name="Id">Its own id; null for one that its place on the stream names.</param>
sealed record LoadEvent(string PartitionKey, ReadOnlyMemory<byte> Data, Fate Fate = Fate.PutOut, string? Id = null);
