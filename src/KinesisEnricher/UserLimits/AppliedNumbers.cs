using System.Text.Json.Serialization;

namespace KinesisEnricher.UserLimits;

/// <summary>
/// The aggregate's sequence numbers that were applied to a limit: the highest of all, and the last <see cref="Capacity"/> in the order in which they were applied,
/// kept as runs, because they mostly rise by one. Immutable.
/// </summary>
[JsonConverter(typeof(AppliedNumbersConverter))]
sealed class AppliedNumbers
{
    public const int Capacity = 100;

    public static AppliedNumbers None { get; } = new(null, []);

    readonly Run[] _runs;

    AppliedNumbers(long? highest, Run[] runs) => (Highest, _runs) = (highest, runs);

    /// <summary>Numbers from <paramref name="First"/> to <paramref name="Last"/>, applied one after the other.</summary>
    public readonly record struct Run(long First, long Last);

    /// <summary>Kept by itself, so that late numbers cannot push it out; null before the first.</summary>
    public long? Highest { get; }

    /// <summary>First applied first.</summary>
    public ReadOnlySpan<Run> Runs => _runs;

    /// <param name="highest">The highest number of all.</param>
    /// <param name="runs">First applied first, not to be changed any more; of more than <see cref="Capacity"/> numbers the first ones are forgotten.</param>
    public static AppliedNumbers From(long? highest, Run[] runs) => new(highest, Newest(runs));

    public bool Contains(long number)
    {
        foreach (var run in _runs)
        {
            if (number >= run.First && number <= run.Last)
                return true;
        }
        return false;
    }

    /// <summary>True for a number that comes after a higher one.</summary>
    public bool IsLate(long number) => number < Highest;

    public AppliedNumbers Add(long number)
    {
        var follows = _runs is [.., var last] && number == last.Last + 1;
        var runs = new Run[_runs.Length + (follows ? 0 : 1)];
        _runs.CopyTo(runs, 0);
        runs[^1] = new Run(follows ? runs[^1].First : number, number);
        return new AppliedNumbers(Highest > number ? Highest : number, Newest(runs));
    }

    static Run[] Newest(Run[] runs)
    {
        var room = (long)Capacity;
        for (var i = runs.Length - 1; i >= 0; i--)
        {
            var length = runs[i].Last - runs[i].First + 1;
            if (length >= room)
            {
                runs[i] = runs[i] with { First = runs[i].Last - room + 1 };
                return i == 0 ? runs : runs[i..];
            }
            room -= length;
        }
        return runs;
    }
}
