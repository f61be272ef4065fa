namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>Takes the compression off a user record, layer by layer, and the byte order mark.</summary>
/// <param name="limit">The most bytes that a layer may decompress to.</param>
/// <param name="maxLayers">The most layers.</param>
sealed class PayloadDecoder(int limit, int maxLayers)
{
    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    readonly PayloadWriter _output = new(limit);
    Inflater? _inflater;

    /// <summary>Decompressed bytes held since the last <see cref="Release"/>.</summary>
    public long BufferedBytes => _output.Kept;

    /// <param name="data">The bytes as the producer sent them.</param>
    /// <param name="payload">The decompressed bytes; <paramref name="data"/> itself when it is not compressed, or there is a fault.</param>
    /// <returns>What is wrong, or null.</returns>
    public Fault? Decode(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> payload)
    {
        payload = data;
        for (var layer = 0; ; layer++)
        {
            var span = payload.Span;
            if (LooksLikeJsonObject(span))
                break;
            Fault? fault = null;
            if (GzipFormat.Matches(span))
                fault = layer == maxLayers ? TooManyLayers() : GzipFormat.Decode(span, _inflater ??= new(), _output);
            else if (ZlibFormat.Matches(span))
                fault = layer == maxLayers ? TooManyLayers() : ZlibFormat.Decode(span, _inflater ??= new(), _output);
            else if (!BrotliFormat.TryDecode(span, _output, out var tooLarge))
                break;
            else if (layer == maxLayers || tooLarge)
                fault = tooLarge ? CompressionFaults.TooLarge(limit) : TooManyLayers();

            if (fault is not null)
            {
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

    Fault TooManyLayers() => new(FaultReasons.Nesting, $"is compressed more than {maxLayers} times over");
}
