namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>The checksum of zlib (RFC 1950, 9).</summary>
static class Adler32
{
    const uint Modulus = 65521;

    /// <summary>So many bytes can be summed up before 32 bits run over.</summary>
    const int Run = 5552;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(Run, bytes.Length)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            bytes = bytes[run.Length..];
        }
        return (b << 16) | a;
    }
}
