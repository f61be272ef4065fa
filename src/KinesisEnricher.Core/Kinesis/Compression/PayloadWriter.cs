using System.Buffers;

namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>
/// Writes payloads one after the other into pooled buffers, many small ones into the same, and gives all buffers back at once. A payload that is not kept
/// leaves its room to the next.
/// </summary>
/// <param name="limit">The most bytes that one payload may have.</param>
sealed class PayloadWriter(int limit)
{
    const int SmallestBuffer = 64 * 1024;

    readonly List<byte[]> _full = [];
    byte[] _buffer = [];
    int _start;

    /// <summary>The bytes of the payload in hand.</summary>
    public int Written { get; set; }

    /// <summary>The bytes of the payloads kept since the last <see cref="Release"/>.</summary>
    public long Kept { get; private set; }

    public int Limit => limit;

    /// <summary>The payload in hand, and behind it the room that it has.</summary>
    public Span<byte> Span => _buffer.AsSpan(_start, Math.Min(_buffer.Length - _start, limit));

    /// <summary>Begins a payload.</summary>
    /// <param name="expected">How long it is likely to be.</param>
    public void Begin(int expected)
    {
        Written = 0;
        expected = Math.Min(expected, limit);
        if (expected > _buffer.Length - _start)
            MoveTo(expected);
    }

    /// <summary>Makes room for <paramref name="more"/> bytes behind the first <paramref name="written"/>, which stay.</summary>
    /// <returns>False when the payload would pass the limit.</returns>
    public bool TryGrow(int written, int more, out Span<byte> span)
    {
        span = default;
        if (more > limit - written)
            return false;
        Written = written;
        MoveTo((int)Math.Min(limit, Math.Max(written + (long)more, written * 2L)));
        span = Span;
        return true;
    }

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        var span = Span;
        if (bytes.Length > span.Length - Written && !TryGrow(Written, bytes.Length, out span))
            return false;
        bytes.CopyTo(span[Written..]);
        Written += bytes.Length;
        return true;
    }

    /// <summary>Keeps the payload in hand.</summary>
    public ReadOnlyMemory<byte> Keep()
    {
        var payload = _buffer.AsMemory(_start, Written);
        _start += Written;
        Kept += Written;
        Written = 0;
        return payload;
    }

    /// <summary>Gives all buffers back.</summary>
    public void Release()
    {
        foreach (var buffer in _full)
            ArrayPool<byte>.Shared.Return(buffer);
        _full.Clear();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = 0;
        Written = 0;
        Kept = 0;
    }

    void MoveTo(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(size, SmallestBuffer));
        _buffer.AsSpan(_start, Written).CopyTo(larger);
        if (_start > 0)
            _full.Add(_buffer);
        else if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _start = 0;
    }
}
