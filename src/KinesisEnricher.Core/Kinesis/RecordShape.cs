using System.Buffers;
using System.Buffers.Text;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// How a record was written: every byte of it but a few values. Lambda writes the records of an event alike, so the next ones are compared with it and not parsed.
/// Takes nothing that the parser would not take, and gives what it would give; everything out of the ordinary is left to it.
/// </summary>
sealed class RecordShape
{
    public enum Value { PartitionKey, SequenceNumber, Data, ArrivalTime, EventNumber }

    static readonly SearchValues<byte> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <summary>ASCII that stands for itself in a JSON string.</summary>
    static readonly SearchValues<byte> Plain =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    static readonly SearchValues<byte> DecimalDigits = SearchValues.Create("0123456789"u8);

    // A longer number is none of seconds, and a longer fraction is finer than a tick: the parser knows about those.
    const int SecondsDigits = 11;
    const int FractionDigits = 7;

    struct Place
    {
        public Value Value;
        public int Start;
        public int End;
    }

    readonly Place[] _places = new Place[(int)Value.EventNumber + 1];
    int _count;
    bool _isSpoilt;
    ReadOnlyMemory<byte> _record;
    Shard? _shard;

    /// <summary>True when the record noted last is one that others can be compared with.</summary>
    public bool IsKnown => _shard is not null;

    public void Begin() => (_count, _isSpoilt, _shard) = (0, false, null);

    /// <summary>Notes where a value of the record lies that differs from record to record: what is between the quotes of a text, or a number.</summary>
    public void Note(Value value, int start, int length)
    {
        // In the order in which they come. One that comes twice is out of the ordinary.
        for (var i = 0; i < _count; i++)
            _isSpoilt |= _places[i].Value == value;
        if (!_isSpoilt)
            _places[_count++] = new Place { Value = value, Start = start, End = start + length };
    }

    /// <summary>The record has such a value, and it is out of the ordinary: no other can be compared with it.</summary>
    public void Spoil() => _isSpoilt = true;

    /// <param name="record">The JSON of the record, in which the noted places count from <paramref name="start"/>.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="shard">Its shard, which is that of all that differ from it in the noted values only.</param>
    public void End(ReadOnlyMemory<byte> record, int start, Shard shard)
    {
        if (_isSpoilt || _count < _places.Length)
            return;
        foreach (ref var place in _places.AsSpan())
        {
            place.Start -= start;
            place.End -= start;
        }
        (_record, _shard) = (record, shard);
    }

    /// <summary>Reads a record that is written as the noted one was.</summary>
    /// <param name="json">Starts with it.</param>
    /// <param name="keys">Gives the partition key.</param>
    /// <param name="record">The record; its data still is the JSON string.</param>
    /// <param name="length">Bytes of it.</param>
    /// <returns>False for one that is written otherwise: the parser must read it.</returns>
    public bool TryRead(ReadOnlyMemory<byte> json, RecentTexts keys, out KinesisRecord record, out int length)
    {
        (record, length) = (default, 0);
        var text = json.Span;
        var shape = _record.Span;
        string? partitionKey = null;
        ReadOnlyMemory<byte> number = default, data = default;
        DateTimeOffset? arrivalTime = null;
        var (at, same) = (0, 0);
        foreach (ref readonly var place in _places.AsSpan())
        {
            if (!text[at..].StartsWith(shape[same..place.Start]))
                return false;
            at += place.Start - same;
            same = place.End;

            var rest = text[at..];
            var size = rest.IndexOfAnyExcept(place.Value switch { Value.Data => Base64Letters, Value.PartitionKey => Plain, _ => DecimalDigits });
            if (size < 0)
                return false;
            switch (place.Value)
            {
                case Value.PartitionKey:
                    partitionKey = keys.Get(rest[..size]);
                    break;
                case Value.SequenceNumber:
                    if (size == 0)
                        return false;
                    number = json.Slice(at, size);
                    break;
                case Value.Data:
                    data = json.Slice(at - 1, size + 2); // With its quotes, as the parser gives it: the shape has the one, and is about to be asked for the other.
                    break;
                case Value.ArrivalTime:
                    if (!TryReadTime(rest, ref size, out arrivalTime))
                        return false;
                    break;
            }
            at += size;
        }
        if (!text[at..].StartsWith(shape[same..]))
            return false;

        length = at + shape.Length - same;
        record = new KinesisRecord { Shard = _shard!, SequenceNumber = new SequenceNumber(number), PartitionKey = partitionKey!, Data = data, ArrivalTime = arrivalTime };
        return true;
    }

    static bool TryReadTime(ReadOnlySpan<byte> text, ref int size, out DateTimeOffset? time)
    {
        time = null;
        if (size is 0 or > SecondsDigits || text[0] == '0')
            return false;
        Utf8Parser.TryParse(text[..size], out long ticks, out _);
        ticks *= TimeSpan.TicksPerSecond;
        if (text[size] == '.')
        {
            var fraction = text[(size + 1)..];
            var digits = fraction.IndexOfAnyExcept(DecimalDigits);
            if (digits is < 1 or > FractionDigits)
                return false;
            var unit = TimeSpan.TicksPerSecond;
            foreach (var digit in fraction[..digits])
                ticks += (digit - '0') * (unit /= 10);
            size += 1 + digits;
        }
        time = DateTimeOffset.UnixEpoch.AddTicks(ticks);
        return true;
    }
}
