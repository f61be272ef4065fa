namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>What one way of handling batches costs, with its caches empty before each batch, or filled.</summary>
/// <param name="Handler">Which way.</param>
/// <param name="Caches"><c>cold</c> or <c>warm</c>.</param>
/// <param name="RoundTrips">To Redis and DynamoDB together, for a batch.</param>
/// <param name="BatchMs">Wall time of a batch.</param>
/// <param name="CpuMicros">Processor time of this process for a record; the servers' own is not in it.</param>
/// <param name="RecordsPerSecond">Records over wall time.</param>
sealed record Figures(string Handler, string Caches, int RoundTrips, double BatchMs, double CpuMicros, double RecordsPerSecond);
