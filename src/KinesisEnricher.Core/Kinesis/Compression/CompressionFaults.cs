namespace KinesisEnricher.Core.Kinesis.Compression;

static class CompressionFaults
{
    /// <summary>The most bytes that DEFLATE makes of one.</summary>
    public const long LargestRatio = 1032;

    public static Fault TooLarge(int limit) => new(FaultReasons.TooLarge, $"decompresses to more than {limit} bytes");
}
