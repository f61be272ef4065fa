using System.Buffers;
using System.IO.Compression;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>Brotli (RFC 7932) has no mark to know it by and no checksum: it is what decodes, from the first byte to the last, to something.</summary>
static class BrotliFormat
{
    /// <returns>True when <paramref name="output"/> has the whole of it, or <paramref name="tooLarge"/> when it has the most that it may.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> data, PayloadWriter output, out bool tooLarge)
    {
        tooLarge = false;
        if (data.IsEmpty)
            return false;
        output.Begin((int)Math.Min(int.MaxValue, data.Length * 4L));
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var span = output.Span;
            var status = decoder.Decompress(data, span[output.Written..], out var consumed, out var written);
            data = data[consumed..];
            output.Written += written;
            if (status != OperationStatus.DestinationTooSmall)
                return status == OperationStatus.Done && data.IsEmpty && output.Written > 0;
            if (output.Written == span.Length && !output.TryGrow(output.Written, 1, out _))
                return tooLarge = true;
        }
    }
}
