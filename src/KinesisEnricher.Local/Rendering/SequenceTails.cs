using System.Globalization;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.Rendering;

/// <summary>
/// Shortens the sequence numbers of an event to their last digits: four, or as many more as tell different numbers apart. A record of a KPL aggregate has its
/// place behind a dot, as in <c>…0301.2</c>; a number that is none is a question mark.
/// </summary>
sealed class SequenceTails
{
    const int Fewest = 4;

    readonly int _digits;
    readonly HashSet<string> _aggregates;

    public SequenceTails(IReadOnlyList<OutcomeLine> lines)
    {
        var numbers = lines.Select(l => l.SequenceNumber).Distinct(StringComparer.Ordinal).ToArray();
        var longest = numbers.Select(n => n.Length).DefaultIfEmpty(0).Max();
        for (_digits = Fewest; _digits < longest; _digits++)
        {
            if (numbers.Select(n => Tail(n)).Distinct(StringComparer.Ordinal).Count() == numbers.Length)
                break;
        }
        _aggregates = [.. lines.Where(l => l.SubSequence > 0).Select(l => l.SequenceNumber)];
    }

    public string Of(OutcomeLine line) => _aggregates.Contains(line.SequenceNumber)
        ? string.Create(CultureInfo.InvariantCulture, $"{Tail(line.SequenceNumber)}.{line.SubSequence}")
        : Tail(line.SequenceNumber);

    string Tail(string number)
    {
        if (number.Length == 0 || number.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return "?";
        // Of a number that is one digit longer the ellipsis would save nothing.
        return number.Length <= _digits + 1 ? number : $"…{number.AsSpan(number.Length - _digits)}";
    }
}
