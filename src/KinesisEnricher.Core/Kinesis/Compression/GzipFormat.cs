using System.Buffers.Binary;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>gzip (RFC 1952): one or more members, each with its own header, checksum and length. All of it is checked, and nothing may follow.</summary>
static class GzipFormat
{
    const int FixedHeader = 10;
    const int Trailer = 8;

    [Flags]
    enum HeaderFlags : byte
    {
        HeaderChecksum = 2,
        Extra = 4,
        Name = 8,
        Comment = 16,
        Reserved = 0xE0,
    }

    public static bool Matches(ReadOnlySpan<byte> data) => data is [0x1F, 0x8B, ..];

    /// <returns>Null when <paramref name="output"/> has the whole of it, else what is wrong.</returns>
    public static Fault? Decode(ReadOnlySpan<byte> data, Inflater inflater, PayloadWriter output)
    {
        output.Begin(ExpectedLength(data));
        var position = 0;
        do
        {
            var rest = data[position..];
            if (!Matches(rest))
                return Wrong($"{rest.Length} bytes that are not gzip follow at byte {position}");
            if (!TryReadHeader(rest, out var header, out var problem))
                return Wrong($"{problem} in the header at byte {position}");
            position += header;

            var start = output.Written;
            var result = inflater.Inflate(data[position..], output, out var consumed);
            if (result == InflateResult.TooLarge)
                return CompressionFaults.TooLarge(output.Limit);
            position += consumed;
            if (result == InflateResult.Invalid)
                return Wrong($"no valid DEFLATE data near byte {position}");
            if (result == InflateResult.Truncated || data.Length - position < Trailer)
                return Wrong($"ends too early, at byte {data.Length}");

            var member = output.Span[start..output.Written];
            if (BinaryPrimitives.ReadUInt32LittleEndian(data[position..]) != Crc32.Compute(member))
                return Wrong($"wrong CRC-32 at byte {position}");
            if (BinaryPrimitives.ReadUInt32LittleEndian(data[(position + 4)..]) != (uint)member.Length)
                return Wrong($"wrong length at byte {position + 4}");
            position += Trailer;
        }
        while (position < data.Length);
        return null;
    }

    /// <summary>What the last member says of its own length, as far as that many bytes can hold it.</summary>
    static int ExpectedLength(ReadOnlySpan<byte> data) => data.Length < FixedHeader + Trailer
        ? 0
        : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(data[^4..]), Math.Min(int.MaxValue, data.Length * CompressionFaults.LargestRatio));

    static bool TryReadHeader(ReadOnlySpan<byte> data, out int length, out string problem)
    {
        length = FixedHeader;
        problem = "too few bytes";
        if (data.Length < FixedHeader)
            return false;
        var flags = (HeaderFlags)data[3];
        if (data[2] != 8 || (flags & HeaderFlags.Reserved) != 0)
        {
            problem = "an unknown method or flag";
            return false;
        }
        if ((flags & HeaderFlags.Extra) != 0)
        {
            if (data.Length < length + 2)
                return false;
            length += 2 + BinaryPrimitives.ReadUInt16LittleEndian(data[length..]);
        }
        if ((flags & HeaderFlags.Name) != 0 && !TrySkipText(data, ref length))
            return false;
        if ((flags & HeaderFlags.Comment) != 0 && !TrySkipText(data, ref length))
            return false;
        if ((flags & HeaderFlags.HeaderChecksum) != 0)
        {
            if (data.Length < length + 2)
                return false;
            if (BinaryPrimitives.ReadUInt16LittleEndian(data[length..]) != (ushort)Crc32.Compute(data[..length]))
            {
                problem = "a wrong checksum";
                return false;
            }
            length += 2;
        }
        return length <= data.Length;
    }

    static bool TrySkipText(ReadOnlySpan<byte> data, ref int length)
    {
        var end = length > data.Length ? -1 : data[length..].IndexOf((byte)0);
        length += end + 1;
        return end >= 0;
    }

    static Fault Wrong(string detail) => new(FaultReasons.Gzip, detail);
}
