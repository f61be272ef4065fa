using System.Buffers;
using System.IO.Compression;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>Brotli (RFC 7932) has no mark to know it by and no checksum: it is what decodes, from the first byte to the last, to something.</summary>
static class BrotliFormat
{
    public static DecodeResult Decode(ReadOnlySpan<byte> data, PayloadWriter output)
    {
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var room = output.GetSpan();
            var status = decoder.Decompress(data, room, out var consumed, out var written);
            data = data[consumed..];
            output.Advance(written);
            if (status != OperationStatus.DestinationTooSmall)
                return status == OperationStatus.Done && data.IsEmpty && output.Written > 0 ? DecodeResult.Done : DecodeResult.Damaged;
            if (room.IsEmpty)
                return DecodeResult.TooLarge;
        }
    }
}
