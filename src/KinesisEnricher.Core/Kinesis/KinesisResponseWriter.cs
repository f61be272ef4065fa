using System.Buffers;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>Writes the answer to a Kinesis event source mapping.</summary>
public static class KinesisResponseWriter
{
    /// <summary>Writes <c>{"batchItemFailures":[…]}</c>, with <paramref name="windowState"/> as <c>state</c> when there is one.</summary>
    public static void Write(IBufferWriter<byte> output, SequenceNumber? checkpoint, ReadOnlyMemory<byte>? windowState) => throw new NotImplementedException();
}
