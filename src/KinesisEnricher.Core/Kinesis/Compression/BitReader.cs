using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>Reads bits, lowest first, as DEFLATE packs them. Past the end it gives zeros, and <see cref="IsOverrun"/> says so.</summary>
ref struct BitReader(ReadOnlySpan<byte> input)
{
    readonly ReadOnlySpan<byte> _input = input;
    ulong _bits;
    int _count;
    int _position;

    /// <summary>More bits were taken than there are.</summary>
    public readonly bool IsOverrun => _count < 0;

    /// <summary>The bytes taken, a byte taken in part included.</summary>
    public readonly int BytesConsumed => _position - (_count >> 3);

    /// <summary>Makes at least 56 bits available, or all that there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_count >= 0 && _input.Length - _position >= sizeof(ulong))
        {
            // Bits above the count are the next bytes' own: to or them in again changes nothing.
            _bits |= BinaryPrimitives.ReadUInt64LittleEndian(_input[_position..]) << _count;
            _position += (63 - _count) >> 3;
            _count |= 56;
        }
        else
        {
            while ((uint)_count <= 56 && _position < _input.Length)
            {
                _bits |= (ulong)_input[_position++] << _count;
                _count += 8;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int count) => (uint)_bits & ((1u << count) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int count)
    {
        _bits >>= count;
        _count -= count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        var value = Peek(count);
        Drop(count);
        return value;
    }

    /// <summary>Goes on to the next whole byte and takes <paramref name="length"/> bytes from there.</summary>
    /// <returns>False when there are not so many.</returns>
    public bool TryTakeBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        _position -= _count >> 3;
        _bits = 0;
        _count = 0;
        if (length > _input.Length - _position)
        {
            bytes = default;
            return false;
        }
        bytes = _input.Slice(_position, length);
        _position += length;
        return true;
    }
}
