using System.IO.Compression;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Compressed bytes as System.IO.Compression makes them.</summary>
static class Compressed
{
    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal) => Write(bytes, stream => new GZipStream(stream, level));

    public static byte[] Zlib(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal) => Write(bytes, stream => new ZLibStream(stream, level));

    public static byte[] Brotli(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal) => Write(bytes, stream => new BrotliStream(stream, level));

    /// <summary>gzip of so many zeros.</summary>
    public static byte[] Bomb(long size) => Write([], stream => new GZipStream(stream, CompressionLevel.Optimal), size);

    static byte[] Write(byte[] bytes, Func<Stream, Stream> compressor, long zeros = 0)
    {
        using var output = new MemoryStream();
        using (var stream = compressor(output))
        {
            // Even nothing is written: a stream that never was makes no bytes at all.
            stream.Write(bytes);
            stream.Flush();
            var chunk = new byte[1 << 16];
            for (; zeros > 0; zeros -= chunk.Length)
                stream.Write(chunk);
        }
        return output.ToArray();
    }
}
