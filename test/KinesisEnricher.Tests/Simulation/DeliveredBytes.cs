namespace KinesisEnricher.Tests.Simulation;

/// <summary>The memory that a process reads its event into. Once the answer is out it holds the next event: nothing may still refer to it.</summary>
sealed class DeliveredBytes
{
    readonly List<byte[]> _buffers = [];

    public ReadOnlyMemory<byte> CopyOf(ReadOnlyMemory<byte> bytes)
    {
        _buffers.Add(bytes.ToArray());
        return _buffers[^1];
    }

    public void Reuse()
    {
        foreach (var buffer in _buffers)
            Array.Fill(buffer, (byte)'9');
    }
}
