using System.Text;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>One string per distinct run of bytes. It refers to the bytes it was given: they must not change while it is in use.</summary>
sealed class Utf8Interner
{
    readonly Dictionary<ReadOnlyMemory<byte>, string> _strings = new(BytesComparer.Instance);
    ReadOnlyMemory<byte> _lastBytes;
    string? _lastString;

    public string Get(ReadOnlyMemory<byte> bytes) => TryGet(bytes, out var text) ? text : Add(bytes, Encoding.UTF8.GetString(bytes.Span));

    public bool TryGet(ReadOnlyMemory<byte> bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text)
    {
        // Runs of records share their stream, shard and often their key: that is answered without a hash.
        if (_lastString is not null && bytes.Span.SequenceEqual(_lastBytes.Span))
        {
            text = _lastString;
            return true;
        }
        if (!_strings.TryGetValue(bytes, out text))
            return false;
        _lastBytes = bytes;
        _lastString = text;
        return true;
    }

    public string Add(ReadOnlyMemory<byte> bytes, string text)
    {
        _strings.Add(bytes, text);
        _lastBytes = bytes;
        _lastString = text;
        return text;
    }

    sealed class BytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes.Span);
            return hash.ToHashCode();
        }
    }
}
