using System.Buffers;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>A byte buffer from the array pool that grows. It has one owner, who disposes of it; its memory must not be used after that.</summary>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    byte[] _array = [];

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public Memory<byte> Written => _array.AsMemory(0, Count);

    /// <summary>Bytes written so far.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => Count = 0;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Count);
        Count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Count);
    }

    public void Dispose() => Replace([]);

    void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = checked(Count + Math.Max(sizeHint, 1));
        if (needed <= _array.Length)
            return;
        // Doubling makes many small writes cheap.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * Count));
        Written.Span.CopyTo(larger);
        Replace(larger);
    }

    void Replace(byte[] array)
    {
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = array;
        Count = Math.Min(Count, array.Length);
    }
}
