namespace KinesisEnricher.Core.Kinesis;

/// <summary>The reasons that reading and expanding give: short and stable, they are counted and searched for.</summary>
public static class FaultReasons
{
    /// <summary>The record is not an object, or has no <c>kinesis</c> object or no <c>data</c> text in it. What is kept of it is its JSON.</summary>
    public const string Record = "record";

    /// <summary><c>sequenceNumber</c> is missing or is not a text of digits.</summary>
    public const string SequenceNumber = "sequence-number";

    /// <summary><c>partitionKey</c> is not a text of Unicode characters.</summary>
    public const string PartitionKey = "partition-key";

    /// <summary><c>data</c> is not base64. What is kept of it is the text.</summary>
    public const string Base64 = "base64";

    /// <summary>A KPL aggregate whose records point at keys that it does not have, or lack a key or data.</summary>
    public const string Kpl = "kpl";

    /// <summary>Starts as gzip, and is not, or is damaged.</summary>
    public const string Gzip = "gzip";

    /// <summary>Starts as zlib, and is not, or is damaged.</summary>
    public const string Zlib = "zlib";

    /// <summary>Decompresses to more than the expander's limit.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Is compressed more than <see cref="RecordExpander.MaxLayers"/> times over.</summary>
    public const string Nesting = "nesting";
}
