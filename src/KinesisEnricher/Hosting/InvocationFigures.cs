using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Hosting;

/// <summary>An invocation in figures.</summary>
/// <param name="Statistics">What the batch took; empty when it could not be read.</param>
/// <param name="IteratorAge">How old the batch's last record was on arrival; null when nobody knows.</param>
/// <param name="Duration">From the event's bytes to the answer's.</param>
/// <param name="IsCold">True for the first invocation of a process.</param>
sealed record InvocationFigures(BatchStatistics Statistics, TimeSpan? IteratorAge, TimeSpan Duration, bool IsCold)
{
    public static InvocationFigures Of(BatchResult? result, DateTimeOffset arrived, TimeSpan duration, bool isCold) =>
        new(result?.Statistics ?? BatchStatistics.Empty, AgeOf(result, arrived), duration, isCold);

    static TimeSpan? AgeOf(BatchResult? result, DateTimeOffset arrived)
    {
        if (result is not { Records: [.., { ArrivalTime: { } arrival }] })
            return null;
        var age = arrived - arrival;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero; // Below zero, two clocks differ.
    }
}
