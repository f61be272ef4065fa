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

    public static AppliedNumbers None { get; } = new(null, [], null);

    // The last run is kept by itself: an event mostly makes it longer, and leaves the ones before it as they are.
    readonly Run[] _before;
    readonly Run _last;
    readonly long _highest;
    readonly bool _hasLast;
    readonly bool _hasHighest;

    AppliedNumbers(long? highest, Run[] before, Run? last)
    {
        (_highest, _hasHighest) = (highest ?? 0, highest is not null);
        (_before, _last, _hasLast) = (before, last ?? default, last is not null);
    }

    /// <summary>Numbers from <paramref name="First"/> to <paramref name="Last"/>, applied one after the other.</summary>
    public readonly record struct Run(long First, long Last)
    {
        public long Length => Last - First + 1;

        public bool Contains(long number) => number >= First && number <= Last;
    }

    /// <summary>Kept by itself, so that late numbers cannot push it out; null before the first.</summary>
    public long? Highest => _hasHighest ? _highest : null;

    public int RunCount => _before.Length + (_hasLast ? 1 : 0);

    /// <summary>The runs, first applied first.</summary>
    public Run RunAt(int index) => index < _before.Length ? _before[index] : _last;

    /// <param name="highest">The highest number of all.</param>
    /// <param name="runs">First applied first, not to be changed any more; of more than <see cref="Capacity"/> numbers the first ones are forgotten.</param>
    public static AppliedNumbers From(long? highest, Run[] runs) => runs is [.. var before, var last] ? Newest(highest, before, last) : new(highest, [], null);

    public bool Contains(long number)
    {
        foreach (var run in _before)
        {
            if (run.Contains(number))
                return true;
        }
        return _hasLast && _last.Contains(number);
    }

    /// <summary>True for a number that comes after a higher one.</summary>
    public bool IsLate(long number) => number < Highest;

    public AppliedNumbers Add(long number)
    {
        var highest = Highest > number ? Highest : number;
        if (_hasLast && number == _last.Last + 1)
            return Newest(highest, _before, _last with { Last = number });
        return Newest(highest, _hasLast ? [.. _before, _last] : _before, new Run(number, number));
    }

    static AppliedNumbers Newest(long? highest, Run[] before, Run last)
    {
        if (last.Length >= Capacity)
            return new AppliedNumbers(highest, [], last with { First = last.Last - Capacity + 1 });
        var room = Capacity - last.Length;
        for (var i = before.Length - 1; i >= 0; i--)
        {
            if (before[i].Length >= room)
                return new AppliedNumbers(highest, [before[i] with { First = before[i].Last - room + 1 }, .. before.AsSpan(i + 1)], last);
            room -= before[i].Length;
        }
        return new AppliedNumbers(highest, before, last);
    }
}
