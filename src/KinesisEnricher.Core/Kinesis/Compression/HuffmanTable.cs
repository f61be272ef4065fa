using System.Runtime.CompilerServices;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>A canonical Huffman code (RFC 1951, 3.2.2): short codes are looked up at once, the rare longer ones by their length.</summary>
/// <param name="symbols">The most symbols it will have to hold.</param>
/// <param name="fastBits">Codes of so many bits are looked up at once.</param>
sealed class HuffmanTable(int symbols, int fastBits)
{
    public const int MaxBits = 15;

    /// <summary>Length in the low four bits, symbol above; 0 where no short code fits.</summary>
    readonly ushort[] _fast = new ushort[1 << fastBits];
    readonly ushort[] _sorted = new ushort[symbols];
    readonly int[] _counts = new int[MaxBits + 1];

    /// <param name="lengths">Length in bits of each symbol's code, 0 for none.</param>
    /// <param name="allowSingle">A code of a single symbol of one bit, or of no symbol, is complete enough.</param>
    /// <returns>False when the lengths make no complete prefix code.</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths, bool allowSingle)
    {
        Array.Clear(_counts);
        Array.Clear(_fast);
        foreach (var length in lengths)
            _counts[length]++;
        _counts[0] = 0;

        var left = 1;
        var used = 0;
        Span<ushort> offsets = stackalloc ushort[MaxBits + 2];
        Span<ushort> nextCode = stackalloc ushort[MaxBits + 2];
        for (var bits = 1; bits <= MaxBits; bits++)
        {
            left = (left << 1) - _counts[bits];
            if (left < 0)
                return false;
            used += _counts[bits];
            offsets[bits + 1] = (ushort)used;
            nextCode[bits + 1] = (ushort)((nextCode[bits] + _counts[bits]) << 1);
        }
        if (left > 0 && !(allowSingle && used == _counts[1]))
            return false;

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            if (length == 0)
                continue;
            _sorted[offsets[length]++] = (ushort)symbol;
            var code = nextCode[length]++;
            if (length > fastBits)
                continue;
            var entry = (ushort)((symbol << 4) | length);
            for (var index = Reverse(code, length); index < (uint)_fast.Length; index += 1u << length)
                _fast[index] = entry;
        }
        return true;
    }

    /// <param name="ahead">The next <see cref="MaxBits"/> bits, the first lowest.</param>
    /// <returns>The code they begin with: its length in the low four bits, its symbol above; 0 when they are no code.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint ahead)
    {
        int entry = _fast[ahead & (uint)(_fast.Length - 1)];
        return entry != 0 ? entry : FindLong(ahead);
    }

    int FindLong(uint ahead)
    {
        int code = 0, first = 0, index = 0;
        for (var length = 1; length <= MaxBits; length++)
        {
            code |= (int)(ahead & 1);
            ahead >>= 1;
            var count = _counts[length];
            if (code - first < count)
                return (_sorted[index + code - first] << 4) | length;
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        return 0;
    }

    static uint Reverse(uint code, int length)
    {
        var reversed = 0u;
        for (; length > 0; length--, code >>= 1)
            reversed = (reversed << 1) | (code & 1);
        return reversed;
    }
}
