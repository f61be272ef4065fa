namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>Takes the compression off a user record, layer by layer, and the byte order mark.</summary>
/// <param name="limit">The most bytes that a layer may decompress to.</param>
/// <param name="maxLayers">The most layers.</param>
sealed class PayloadDecoder(int limit, int maxLayers)
{
    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    readonly PayloadWriter _output = new(limit);
    readonly DeflateFormats _deflate = new();

    /// <summary>Bytes decompressed since the last <see cref="Release"/>, for nothing or not.</summary>
    public long DecompressedBytes => _output.Total;

    /// <param name="data">The bytes as the producer sent them.</param>
    /// <param name="payload">The decompressed bytes; <paramref name="data"/> itself when it is not compressed, or there is a fault.</param>
    /// <returns>What is wrong, or null.</returns>
    public Fault? Decode(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> payload)
    {
        payload = data;
        for (var layer = 0; !LooksLikeJsonObject(payload.Span); layer++)
        {
            var result = DecodeLayer(payload, out var reason);

            // Nothing tells Brotli from what is not compressed, but that it decodes.
            if (result == DecodeResult.Damaged && reason is null)
                break;
            if (result != DecodeResult.Done || layer == maxLayers)
            {
                var fault = result switch
                {
                    DecodeResult.Done => new Fault(FaultReasons.Nesting, $"is compressed more than {maxLayers} times over"),
                    DecodeResult.TooLarge => new Fault(FaultReasons.TooLarge, $"decompresses to more than {limit} bytes"),
                    DecodeResult.Truncated => new Fault(reason!, $"ends too early, after {payload.Length} bytes"),
                    _ => new Fault(reason!, $"starts as {reason}, and is not, or is damaged"),
                };
                payload = data;
                return fault;
            }
            payload = _output.Keep();
        }
        if (payload.Span.StartsWith(ByteOrderMark))
            payload = payload[ByteOrderMark.Length..];
        return null;
    }

    public void Release() => _output.Release();

    /// <param name="data">The layer's bytes.</param>
    /// <param name="reason">Of the fault that damaged or truncated data are; null for what may be Brotli.</param>
    DecodeResult DecodeLayer(ReadOnlyMemory<byte> data, out string? reason)
    {
        _output.Begin();
        if (DeflateFormats.IsGzip(data.Span))
        {
            reason = FaultReasons.Gzip;
            return _deflate.DecodeGzip(data, _output);
        }
        if (DeflateFormats.IsZlib(data.Span))
        {
            reason = FaultReasons.Zlib;
            return _deflate.DecodeZlib(data, _output);
        }
        reason = null;
        return BrotliFormat.Decode(data.Span, _output);
    }

    /// <summary>What nearly every record is, and no compressed one can be taken for: a brace, behind spaces at most.</summary>
    static bool LooksLikeJsonObject(ReadOnlySpan<byte> data)
    {
        if (data is [(byte)'{', ..])
            return true;
        if (data.StartsWith(ByteOrderMark))
            data = data[ByteOrderMark.Length..];
        var first = data.IndexOfAnyExcept(" \t\r\n"u8);
        return first >= 0 && data[first] == '{';
    }
}
