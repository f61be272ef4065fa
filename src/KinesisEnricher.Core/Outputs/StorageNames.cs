using System.Security.Cryptography;
using System.Text;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Outputs;

/// <summary>Names under which sinks and quarantines store things, whatever the event holds: ASCII letters, digits, <c>-</c> and <c>_</c>.</summary>
public static class StorageNames
{
    const int LongestReadable = 40;
    const int LongestNumber = 128;

    /// <summary>A folder for a stream's shard, at most 114 characters. Different shards have different names.</summary>
    public static string OfShard(Shard shard)
    {
        var stream = shard.StreamArn[(shard.StreamArn.IndexOf('/') + 1)..];
        // The readable part may be the same for two shards (other region, cut, replaced letters): the hash of the exact text is what tells them apart.
        return $"{Readable(stream)}-{Readable(shard.ShardId)}-{HashOf(Encoding.UTF8.GetBytes($"{shard.StreamArn}\n{shard.ShardId}"))}";
    }

    /// <summary>The number without leading zeros; null for one that is not usable, or is longer than a name should be (128 digits).</summary>
    public static string? OfSequenceNumber(SequenceNumber sequence) => sequence.IsUsable && sequence.Text.Length <= LongestNumber
        ? Encoding.ASCII.GetString(sequence.Text.Span.TrimStart((byte)'0')).PadLeft(1, '0')
        : null;

    /// <summary>Stands for bytes: 128 bits of their SHA-256, in 32 hexadecimal digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));

    static string Readable(string text)
    {
        Span<char> safe = stackalloc char[Math.Min(text.Length, LongestReadable)];
        for (var i = 0; i < safe.Length; i++)
            safe[i] = char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' ? text[i] : '_';
        return safe.ToString();
    }
}
