namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>
/// Decodes DEFLATE data (RFC 1951) from memory into memory. System.IO.Compression's streams take truncated data for whole, pass over what follows it, do not
/// tell where it ended, which a gzip member's checksum has to be looked for at, and cost several objects per record; this does and costs none of that.
/// </summary>
sealed class Inflater
{
    const int EndOfBlock = 256;
    const int LiteralCodes = 286;
    const int DistanceCodes = 30;

    static ReadOnlySpan<ushort> LengthBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    static ReadOnlySpan<byte> LengthExtraBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    static ReadOnlySpan<ushort> DistanceBases =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    static ReadOnlySpan<byte> DistanceExtraBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    readonly HuffmanTable _literals = new(288, fastBits: 10);
    readonly HuffmanTable _distances = new(32, fastBits: 8);
    readonly HuffmanTable _codeLengths = new(19, fastBits: 7);
    readonly byte[] _lengths = new byte[288 + 32];

    /// <param name="input">DEFLATE data, and whatever follows it.</param>
    /// <param name="output">Takes the decoded bytes, behind those that it has of earlier calls.</param>
    /// <param name="consumed">The bytes of <paramref name="input"/> that were the data.</param>
    public InflateResult Inflate(ReadOnlySpan<byte> input, PayloadWriter output, out int consumed)
    {
        var bits = new BitReader(input);
        var start = output.Written;
        InflateResult result;
        bool last;
        do
        {
            bits.Fill();
            last = bits.Take(1) == 1;
            result = bits.Take(2) switch
            {
                0 => Stored(ref bits, output),
                1 => BuildFixed() ? Compressed(ref bits, output, start) : InflateResult.Invalid,
                2 => BuildDynamic(ref bits) ? Compressed(ref bits, output, start) : InflateResult.Invalid,
                _ => InflateResult.Invalid,
            };

            // What zeros past the end seem to say does not count.
            if (bits.IsOverrun)
                result = InflateResult.Truncated;
        }
        while (result == InflateResult.Done && !last);

        consumed = bits.BytesConsumed;
        return result;
    }

    static InflateResult Stored(ref BitReader bits, PayloadWriter output)
    {
        if (!bits.TryTakeBytes(4, out var header))
            return InflateResult.Truncated;
        var length = header[0] | (header[1] << 8);
        if (length != (ushort)~(header[2] | (header[3] << 8)))
            return InflateResult.Invalid;
        if (!bits.TryTakeBytes(length, out var bytes))
            return InflateResult.Truncated;
        return output.TryWrite(bytes) ? InflateResult.Done : InflateResult.TooLarge;
    }

    InflateResult Compressed(ref BitReader reader, PayloadWriter output, int start)
    {
        // Copies whose address nobody takes: the compiler keeps them in registers.
        var bits = reader;
        var span = output.Span;
        var at = output.Written;
        var result = InflateResult.Invalid;
        while (true)
        {
            // Both codes and their extra bits are 15 + 5 + 15 + 13 at most, which the one fill has.
            bits.Fill();
            var entry = _literals.Find(bits.Peek(HuffmanTable.MaxBits));
            bits.Drop(entry & 15);
            var symbol = entry >> 4;
            if (entry == 0 || bits.IsOverrun)
                break;
            if (symbol == EndOfBlock)
            {
                output.Written = at;
                result = InflateResult.Done;
                break;
            }

            int length = 1, distance = 0;
            if (symbol > EndOfBlock)
            {
                symbol -= EndOfBlock + 1;
                if (symbol >= LengthBases.Length)
                    break;
                length = LengthBases[symbol] + (int)bits.Take(LengthExtraBits[symbol]);
                entry = _distances.Find(bits.Peek(HuffmanTable.MaxBits));
                bits.Drop(entry & 15);
                symbol = entry >> 4;
                if (entry == 0 || symbol >= DistanceCodes)
                    break;
                distance = DistanceBases[symbol] + (int)bits.Take(DistanceExtraBits[symbol]);
                if (bits.IsOverrun || distance > at - start)
                    break;
            }

            if (length > span.Length - at)
            {
                if (!output.TryGrow(at, length, out var grown))
                {
                    result = InflateResult.TooLarge;
                    break;
                }
                span = grown;
            }
            if (distance == 0)
                span[at] = (byte)symbol;
            else
                Repeat(span, at, distance, length);
            at += length;
        }
        reader = bits;
        return result;
    }

    static void Repeat(Span<byte> span, int at, int distance, int length)
    {
        if (distance >= length)
        {
            span.Slice(at - distance, length).CopyTo(span[at..]);
        }
        else if (distance == 1)
        {
            span.Slice(at, length).Fill(span[at - 1]);
        }
        else
        {
            for (var end = at + length; at < end; at++)
                span[at] = span[at - distance];
        }
    }

    bool BuildFixed()
    {
        var lengths = _lengths.AsSpan();
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..288].Fill(8);
        lengths[288..].Fill(5);
        return _literals.TryBuild(lengths[..288], allowSingle: false) && _distances.TryBuild(lengths[288..], allowSingle: false);
    }

    bool BuildDynamic(ref BitReader bits)
    {
        bits.Fill();
        var literals = (int)bits.Take(5) + 257;
        var distances = (int)bits.Take(5) + 1;
        var codeLengths = (int)bits.Take(4) + 4;
        if (literals > LiteralCodes || distances > DistanceCodes)
            return false;

        var lengths = _lengths.AsSpan(0, CodeLengthOrder.Length);
        lengths.Clear();
        for (var i = 0; i < codeLengths; i++)
        {
            bits.Fill();
            lengths[CodeLengthOrder[i]] = (byte)bits.Take(3);
        }
        if (!_codeLengths.TryBuild(lengths, allowSingle: false))
            return false;

        lengths = _lengths.AsSpan(0, literals + distances);
        for (var i = 0; i < lengths.Length;)
        {
            bits.Fill();
            var entry = _codeLengths.Find(bits.Peek(HuffmanTable.MaxBits));
            bits.Drop(entry & 15);
            var symbol = entry >> 4;
            if (entry == 0 || bits.IsOverrun || (symbol == 16 && i == 0))
                return false;
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }
            var (value, repeats) = symbol switch
            {
                16 => (lengths[i - 1], 3 + (int)bits.Take(2)),
                17 => ((byte)0, 3 + (int)bits.Take(3)),
                _ => ((byte)0, 11 + (int)bits.Take(7)),
            };
            if (repeats > lengths.Length - i)
                return false;
            lengths.Slice(i, repeats).Fill(value);
            i += repeats;
        }
        return lengths[EndOfBlock] != 0
            && _literals.TryBuild(lengths[..literals], allowSingle: true)
            && _distances.TryBuild(lengths[literals..], allowSingle: true);
    }
}
