namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Reads protobuf's wire format (protobuf.dev, "Encoding") without its long abandoned groups. A length is compared with what is there before anything is done
/// with it.
/// </summary>
ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int LengthDelimited = 2;
    public const int Fixed32 = 5;

    const int MaxVarintBytes = 10;

    readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _message.Length;

    /// <summary>The next field's number and wire type.</summary>
    /// <returns>False at the end, or when there is no valid tag.</returns>
    public bool TryReadTag(out int tag)
    {
        tag = 0;
        var start = Position;
        if (IsAtEnd || !TryReadVarint(out var value) || value > uint.MaxValue || value >> 3 == 0)
        {
            Position = start;
            return false;
        }
        tag = (int)(uint)value;
        return true;
    }

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < MaxVarintBytes && Position < _message.Length; i++)
        {
            var next = _message[Position++];

            // Of 64 bits the tenth byte has one.
            if (i == MaxVarintBytes - 1 && next > 1)
                return false;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return true;
        }
        return false;
    }

    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryReadVarint(out var length) || length > (ulong)(_message.Length - Position))
            return false;
        bytes = _message.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    /// <summary>Passes over the field whose tag was read.</summary>
    public bool TrySkip(int tag) => (tag & 7) switch
    {
        Varint => TryReadVarint(out _),
        Fixed64 => TryAdvance(sizeof(ulong)),
        LengthDelimited => TryReadBytes(out _),
        Fixed32 => TryAdvance(sizeof(uint)),
        _ => false,
    };

    bool TryAdvance(int count)
    {
        if (count > _message.Length - Position)
            return false;
        Position += count;
        return true;
    }
}
