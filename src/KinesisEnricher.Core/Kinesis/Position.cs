using System.Globalization;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Where a user record lies in its shard: the Kinesis record's sequence number, then the user record's place inside a KPL aggregate (0 for a plain record).
/// Written as <c>number.sub</c> with the sub-sequence in six digits at least.
/// </summary>
public readonly record struct Position(SequenceNumber Sequence, int SubSequence) : IComparable<Position>
{
    public int CompareTo(Position other)
    {
        var bySequence = Sequence.CompareTo(other.Sequence);
        return bySequence != 0 ? bySequence : SubSequence.CompareTo(other.SubSequence);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{SubSequence:D6}");

    /// <exception cref="FormatException">The text is not <c>digits.digits</c>.</exception>
    public static Position Parse(string text)
    {
        var dot = text.IndexOf('.');
        if (dot > 0 && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sub))
        {
            var sequence = SequenceNumber.Parse(text[..dot]);
            if (sequence.IsUsable)
                return new Position(sequence, sub);
        }
        throw new FormatException($"'{text}' is not a position: digits, a dot and digits are expected.");
    }

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;
    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;
    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}
