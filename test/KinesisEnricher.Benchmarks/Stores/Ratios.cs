namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>How many times as much record by record costs.</summary>
sealed record Ratios(string Caches, double RoundTrips, double Wall, double Cpu)
{
    public static Ratios Of(string caches, Figures batched, Figures single) =>
        new(caches, (double)single.RoundTrips / batched.RoundTrips, single.BatchMs / batched.BatchMs, single.CpuMicros / batched.CpuMicros);
}
