using System.IO.Compression;
using KinesisEnricher.Core.Kinesis.Compression;

namespace KinesisEnricher.Tests.Kinesis.Compression;

public sealed class InflaterTests
{
    readonly Inflater _inflater = new();
    readonly PayloadWriter _output = new(limit: 1 << 20);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    (InflateResult Result, byte[] Output, int Consumed) Inflate(byte[] data)
    {
        _output.Begin(0);
        var result = _inflater.Inflate(data, _output, out var consumed);
        return (result, _output.Span[.._output.Written].ToArray(), consumed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_it_decodes_System_IO_Compression_decodes_to_the_same(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var data = round % 3 == 0 ? Noise(random) : Damaged(random);

            var (result, output, _) = Inflate(data);

            // The stream takes truncated data for whole: of that nothing is asked.
            var expected = TryDecode(data);
            if (result == InflateResult.Done)
                Assert.Equal(expected, output);
            else if (result == InflateResult.Invalid)
                Assert.Null(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_tells_where_the_data_ended(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            var plain = Plain(random);
            var data = Deflate(plain, (CompressionLevel)random.Next(4));
            var tail = new byte[random.Next(20)];
            random.NextBytes(tail);

            Assert.Equal((InflateResult.Done, data.Length), Consumed([.. data, .. tail]));
            for (var length = 0; length < data.Length; length++)
                Assert.Equal(InflateResult.Truncated, Inflate(data[..length]).Result);
        }

        (InflateResult, int) Consumed(byte[] data)
        {
            var (result, _, consumed) = Inflate(data);
            return (result, consumed);
        }
    }

    [Theory]
    [InlineData("07")]
    [InlineData("0100000000")]
    [InlineData("FFFF")]
    [InlineData("0502")]
    [InlineData("05E08101000000001048")]
    [InlineData("0302000000000000")]
    public void What_is_no_deflate_data_is_not_decoded(string hex) => Assert.NotEqual(InflateResult.Done, Inflate(Convert.FromHexString(hex)).Result);

    [Fact]
    public void Checksums_are_the_published_ones()
    {
        Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));
        Assert.Equal(0u, Crc32.Compute([]));
        Assert.Equal(0x11E60398u, Adler32.Compute("Wikipedia"u8));
        Assert.Equal(1u, Adler32.Compute([]));
    }

    static byte[] Noise(Random random)
    {
        var data = new byte[random.Next(1, 60)];
        random.NextBytes(data);

        // A last block, of fixed or of dynamic codes: stored ones nearly never fit together.
        data[0] = (byte)((data[0] & ~7) | (random.Next(2) == 0 ? 3 : 5));
        return data;
    }

    static byte[] Damaged(Random random)
    {
        var data = Deflate(Plain(random), (CompressionLevel)random.Next(4));
        for (var times = random.Next(3); times > 0; times--)
            data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
        return data;
    }

    static byte[] Plain(Random random)
    {
        var plain = new byte[random.Next(1, 300)];
        for (var i = 0; i < plain.Length; i++)
            plain[i] = (byte)("abcdefgh"[random.Next(8)] + (random.Next(20) == 0 ? random.Next(100) : 0));
        return plain;
    }

    static byte[] Deflate(byte[] plain, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (var stream = new DeflateStream(output, level))
            stream.Write(plain);
        return output.ToArray();
    }

    static byte[]? TryDecode(byte[] data)
    {
        try
        {
            using var stream = new DeflateStream(new MemoryStream(data), CompressionMode.Decompress);
            using var output = new MemoryStream();
            stream.CopyTo(output);
            return output.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
