namespace KinesisEnricher.Core.Kinesis.Compression;

enum DecodeResult
{
    /// <summary>Decoded to its end.</summary>
    Done,

    /// <summary>The input ends before the data does.</summary>
    Truncated,

    /// <summary>Not of the format, or its checksum says that it was changed.</summary>
    Damaged,

    /// <summary>The output would pass its limit.</summary>
    TooLarge,
}
