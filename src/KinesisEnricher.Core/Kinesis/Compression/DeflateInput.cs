namespace KinesisEnricher.Core.Kinesis.Compression;

/// <summary>
/// Compressed bytes for a decoder, then one byte that goes on with nothing: no gzip member begins with it, and no length within any limit ends in it. By the
/// number of reads past the end it shows whether the decoder had all that it needed. One object serves one payload after the other.
/// </summary>
sealed class DeflateInput : Stream
{
    const byte Filler = 0xFF;

    ReadOnlyMemory<byte> _rest;

    /// <summary>How often there was nothing left to read.</summary>
    public int ReadsPastEnd { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Begin(ReadOnlyMemory<byte> data)
    {
        _rest = data;
        ReadsPastEnd = 0;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty)
        {
            if (ReadsPastEnd++ > 0)
                return 0;
            buffer[0] = Filler;
            return 1;
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
