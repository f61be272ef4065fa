using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Strings made lately of UTF-8 bytes: bytes that come again get the string that was made of them. Holds <see cref="Capacity"/> strings at most, each of
/// <see cref="LongestText"/> bytes at most. Safe for concurrent use.
/// </summary>
public sealed class RecentTexts
{
    public const int Capacity = 2 << PairBits;
    public const int LongestText = 64;

    const int PairBits = 11;

    readonly string?[] _texts = new string?[Capacity];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestText)
            return Encoding.UTF8.GetString(utf8);

        // Two places per text and no lock: whoever came before the last is pushed out, and a string that is pushed out is only made again.
        var places = _texts.AsSpan((int)(HashOf(utf8) >> (64 - PairBits)) * 2, 2);
        var last = Volatile.Read(ref places[0]);
        if (last is not null && Ascii.Equals(utf8, last))
            return last;
        var before = Volatile.Read(ref places[1]);
        if (before is not null && Ascii.Equals(utf8, before))
            return before;
        var made = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref places[1], last);
        Volatile.Write(ref places[0], made);
        return made;
    }

    /// <summary>Two texts joined, such as a state key.</summary>
    public string Get(string prefix, string text)
    {
        Span<byte> joined = stackalloc byte[LongestText];
        return TryWrite(prefix, joined, out var length) && TryWrite(text, joined[length..], out var rest) ? Get(joined[..(length + rest)]) : prefix + text;
    }

    static bool TryWrite(string text, Span<byte> utf8, out int length) =>
        Utf8.FromUtf16(text, utf8, out _, out length, replaceInvalidSequences: false) == OperationStatus.Done;

    /// <summary>The highest bits are the best ones: they depend on every byte.</summary>
    static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        if (bytes.Length < sizeof(ulong))
        {
            foreach (var b in bytes)
                hash = (hash << 8) ^ b;
            return Mix(hash);
        }
        var last = MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..]);
        for (; bytes.Length > sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
        return Mix(hash ^ last);

        static ulong Mix(ulong value)
        {
            value *= 0x9E3779B97F4A7C15; // Of Knuth's multiplicative hashing: 2^64 over the golden ratio. It carries upwards only.
            return value ^ (value >> 32);
        }
    }
}
