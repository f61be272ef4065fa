using System.Text;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// A Kinesis sequence number: decimal digits, any number of them, compared as a number. It refers to the event's bytes and holds no string;
/// <see cref="ToString"/> makes one.
/// </summary>
public readonly struct SequenceNumber : IComparable<SequenceNumber>, IEquatable<SequenceNumber>
{
    readonly ReadOnlyMemory<byte> _text;
    readonly int _zeros;

    /// <param name="text">ASCII text as the event gives it. Anything but one or more digits makes a number that is not <see cref="IsUsable"/>.</param>
    public SequenceNumber(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var span = text.Span;
        IsUsable = !span.IsEmpty && !span.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (IsUsable)
        {
            var first = span.IndexOfAnyExcept((byte)'0');
            _zeros = first < 0 ? span.Length - 1 : first;
        }
    }

    SequenceNumber(in SequenceNumber other)
    {
        _text = other._text.ToArray();
        _zeros = other._zeros;
        IsUsable = other.IsUsable;
    }

    public static SequenceNumber Parse(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>True for one or more digits: the number can be compared and reported as a checkpoint.</summary>
    public bool IsUsable { get; }

    /// <summary>The text as the event gave it, leading zeros included.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>The same number in memory of its own: for what is kept longer than the event.</summary>
    public SequenceNumber Copy() => new(this);

    ReadOnlySpan<byte> Digits => _text.Span[_zeros..];

    public int CompareTo(SequenceNumber other)
    {
        var mine = Digits;
        var theirs = other.Digits;
        return mine.Length != theirs.Length ? mine.Length.CompareTo(theirs.Length) : mine.SequenceCompareTo(theirs);
    }

    public bool Equals(SequenceNumber other) => Digits.SequenceEqual(other.Digits);
    public override bool Equals(object? obj) => obj is SequenceNumber other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Digits);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(_text.Span);

    public static bool operator ==(SequenceNumber left, SequenceNumber right) => left.Equals(right);
    public static bool operator !=(SequenceNumber left, SequenceNumber right) => !left.Equals(right);
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) < 0;
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) > 0;
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) >= 0;
}
