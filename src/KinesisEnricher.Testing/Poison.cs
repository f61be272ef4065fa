namespace KinesisEnricher.Testing;

/// <summary>Ways in which a record can be broken before any strategy sees it.</summary>
public enum Poison
{
    /// <summary><c>data</c> is not base64.</summary>
    Base64,

    /// <summary>The record has no <c>data</c> at all.</summary>
    NoData,

    /// <summary>The payload is empty.</summary>
    Empty,

    /// <summary>The payload is plain text.</summary>
    NotJson,

    /// <summary>The payload is JSON that ends in the middle.</summary>
    TruncatedJson,

    /// <summary>The payload is a JSON array.</summary>
    JsonArray,

    /// <summary>The payload is JSON but for a byte that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The payload is gzip that ends in the middle.</summary>
    TruncatedGzip,

    /// <summary>The payload is gzip whose checksum does not match.</summary>
    CorruptGzip,

    /// <summary>The payload is a KPL aggregate whose record points at a key that it does not have.</summary>
    KplKeyOutOfRange,

    /// <summary><c>sequenceNumber</c> is not digits: if the record fails, nothing can name it.</summary>
    SequenceNumber,
}
