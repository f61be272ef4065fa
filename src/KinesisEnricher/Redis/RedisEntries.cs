using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Redis;

/// <summary>Cache entries as Redis has them: a byte for the layout, eight for the time in milliseconds since 1970, and the value's JSON, or nothing for "there is none".</summary>
static class RedisEntries
{
    const byte Layout = 1;
    const int HeaderLength = 1 + sizeof(long);

    public static byte[] Write(LookUpEntry entry)
    {
        var json = entry.Json ?? default;
        var bytes = new byte[HeaderLength + json.Length];
        bytes[0] = Layout;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), entry.AnsweredAt.ToUnixTimeMilliseconds());
        json.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <returns>False for anything that is not such an entry: another layout, or another program's value.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out LookUpEntry? entry)
    {
        entry = null;
        if (bytes.Length < HeaderLength || bytes.Span[0] != Layout)
            return false;
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes.Span[1..]);
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        var json = bytes[HeaderLength..];
        entry = new LookUpEntry(json.IsEmpty ? default(ReadOnlyMemory<byte>?) : json, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        return true;
    }
}
