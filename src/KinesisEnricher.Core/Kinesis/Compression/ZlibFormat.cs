using System.Buffers.Binary;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>zlib (RFC 1950): two header bytes, DEFLATE data, a checksum. All of it is checked, and nothing may follow.</summary>
static class ZlibFormat
{
    const int Header = 2;
    const int Trailer = 4;

    /// <summary>
    /// DEFLATE with a 32 KB window, which every encoder writes, and no preset dictionary, which nobody here has; the check bits rule most text out.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> data) => data is [0x78, var flags, ..] && (flags & 0x20) == 0 && ((0x78 << 8) | flags) % 31 == 0;

    /// <returns>Null when <paramref name="output"/> has the whole of it, else what is wrong.</returns>
    public static Fault? Decode(ReadOnlySpan<byte> data, Inflater inflater, PayloadWriter output)
    {
        output.Begin((int)Math.Min(int.MaxValue, data.Length * 4L));
        var result = inflater.Inflate(data[Header..], output, out var consumed);
        if (result == InflateResult.TooLarge)
            return CompressionFaults.TooLarge(output.Limit);
        var position = Header + consumed;
        if (result == InflateResult.Invalid)
            return Wrong($"no valid DEFLATE data near byte {position}");
        if (result == InflateResult.Truncated || data.Length - position < Trailer)
            return Wrong($"ends too early, at byte {data.Length}");
        if (BinaryPrimitives.ReadUInt32BigEndian(data[position..]) != Adler32.Compute(output.Span[..output.Written]))
            return Wrong($"wrong Adler-32 at byte {position}");
        position += Trailer;
        return position == data.Length ? null : Wrong($"{data.Length - position} bytes follow at byte {position}");
    }

    static Fault Wrong(string detail) => new(FaultReasons.Zlib, detail);
}
