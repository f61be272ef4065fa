namespace KinesisEnricher.Core.Kinesis.Compression;

enum InflateResult
{
    /// <summary>Decoded to its end.</summary>
    Done,

    /// <summary>The input ends before the data does.</summary>
    Truncated,

    /// <summary>No DEFLATE data.</summary>
    Invalid,

    /// <summary>The output would pass its limit.</summary>
    TooLarge,
}
