namespace KinesisEnricher.Benchmarks.Process;

/// <summary>What was measured of one program, from outside.</summary>
/// <param name="Name">The program.</param>
/// <param name="WarmMicros">Processor time a record, in µs, over the last 30 % of the batches.</param>
/// <param name="YoungMicros">The same from 10 to 30 % of them.</param>
/// <param name="FirstNextMs">From the start of the process to its first request for an invocation.</param>
/// <param name="FirstAnswerMs">From the start of the process to its first answer.</param>
/// <param name="P50Ms">Time of a warm batch, from hand-out to answer.</param>
/// <param name="P99Ms">The same, 99 of 100.</param>
/// <param name="PeakMb">The largest resident size.</param>
sealed record Measurement(
    string Name, double WarmMicros, double YoungMicros, double FirstNextMs, double FirstAnswerMs, double P50Ms, double P99Ms, double PeakMb)
{
    /// <summary>What it was given; null where all programs were given the same.</summary>
    public Load? Load { get; init; }

    /// <summary>The median of each figure over several runs of a program.</summary>
    public static Measurement MedianOf(IReadOnlyCollection<Measurement> runs)
    {
        return new(
            runs.First().Name, Of(m => m.WarmMicros), Of(m => m.YoungMicros), Of(m => m.FirstNextMs), Of(m => m.FirstAnswerMs), Of(m => m.P50Ms), Of(m => m.P99Ms),
            Of(m => m.PeakMb));

        double Of(Func<Measurement, double> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);
    }
}
