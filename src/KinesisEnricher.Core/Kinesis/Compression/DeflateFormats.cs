using System.IO.Compression;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>
/// gzip (RFC 1952), of one member or more, and zlib (RFC 1950). Their checksums are checked. What follows the data without being another gzip member is passed
/// over, as gzip(1) does: some producers pad with zeros.
/// </summary>
sealed class DeflateFormats
{
    readonly DeflateInput _input = new();

    public static bool IsGzip(ReadOnlySpan<byte> data) => data is [0x1F, 0x8B, ..];

    /// <summary>
    /// DEFLATE with a 32 KB window, which every encoder writes, and no preset dictionary, which nobody here has; the check bits rule most text out.
    /// </summary>
    public static bool IsZlib(ReadOnlySpan<byte> data) => data is [0x78, var flags, ..] && (flags & 0x20) == 0 && ((0x78 << 8) | flags) % 31 == 0;

    public DecodeResult DecodeGzip(ReadOnlyMemory<byte> data, PayloadWriter output)
    {
        _input.Begin(data);
        using var decoder = new GZipStream(_input, CompressionMode.Decompress, leaveOpen: true);

        // Behind a whole member one byte more is asked for, to see whether another member begins.
        return Decode(decoder, output, readsPastEndOfWhole: 1);
    }

    public DecodeResult DecodeZlib(ReadOnlyMemory<byte> data, PayloadWriter output)
    {
        _input.Begin(data);
        using var decoder = new ZLibStream(_input, CompressionMode.Decompress, leaveOpen: true);
        return Decode(decoder, output, readsPastEndOfWhole: 0);
    }

    DecodeResult Decode(Stream decoder, PayloadWriter output, int readsPastEndOfWhole)
    {
        try
        {
            while (true)
            {
                var room = output.GetSpan();
                if (room.IsEmpty)
                {
                    if (decoder.ReadByte() >= 0)
                        return DecodeResult.TooLarge;
                    break;
                }
                var read = decoder.Read(room);
                if (read == 0)
                    break;
                output.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            return _input.ReadsPastEnd > 0 ? DecodeResult.Truncated : DecodeResult.Damaged;
        }

        // The decoders take truncated data for whole unless the host sets System.IO.Compression.UseStrictValidation, so their thirst is looked at.
        return _input.ReadsPastEnd > readsPastEndOfWhole ? DecodeResult.Truncated : DecodeResult.Done;
    }
}
