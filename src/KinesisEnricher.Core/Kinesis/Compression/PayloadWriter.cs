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
    public int Written { get; private set; }

    /// <summary>All bytes written since the last <see cref="Release"/>, those of payloads that were not kept among them: they cost their time, too.</summary>
    public long Total { get; private set; }

    /// <summary>Begins a payload.</summary>
    public void Begin() => Written = 0;

    /// <summary>Room behind what the payload in hand has; empty when that is all it may have.</summary>
    public Span<byte> GetSpan()
    {
        if (_start + Written == _buffer.Length && Written < limit)
            Grow();
        return _buffer.AsSpan(_start + Written, Math.Min(_buffer.Length - _start, limit) - Written);
    }

    /// <summary>So many bytes of the room are the payload's now.</summary>
    public void Advance(int count) => (Written, Total) = (Written + count, Total + count);

    /// <summary>Keeps the payload in hand.</summary>
    public ReadOnlyMemory<byte> Keep()
    {
        var payload = _buffer.AsMemory(_start, Written);
        _start += Written;
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
        Total = 0;
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(SmallestBuffer, Math.Min(limit, Written * 2L)));
        _buffer.AsSpan(_start, Written).CopyTo(larger);
        if (_start > 0)
            _full.Add(_buffer);
        else if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _start = 0;
    }
}
