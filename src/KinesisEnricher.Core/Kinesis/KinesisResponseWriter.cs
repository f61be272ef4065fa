using System.Buffers;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>Writes the answer to a Kinesis event source mapping (AWS Lambda: "Reporting batch item failures").</summary>
public static class KinesisResponseWriter
{
    /// <summary>Writes <c>{"batchItemFailures":[…]}</c>, with <paramref name="windowState"/> as <c>state</c> when there is one.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="checkpoint">From which record on Lambda delivers again; null when every record is final.</param>
    /// <param name="windowState">A raw JSON value, written as it is; empty, which is no value, is as good as null.</param>
    /// <exception cref="ArgumentException">
    /// The checkpoint is not <see cref="SequenceNumber.IsUsable"/>: Lambda would take it for a failure of the whole batch.
    /// </exception>
    public static void Write(IBufferWriter<byte> output, SequenceNumber? checkpoint, ReadOnlyMemory<byte>? windowState)
    {
        if (checkpoint is { IsUsable: false })
            throw new ArgumentException($"'{checkpoint}' is not a sequence number: digits are expected.", nameof(checkpoint));

        output.Write("{"u8);
        if (windowState is { IsEmpty: false } state)
        {
            output.Write("\"state\":"u8);
            output.Write(state.Span);
            output.Write(","u8);
        }
        output.Write("\"batchItemFailures\":["u8);
        if (checkpoint is { } number)
        {
            output.Write("{\"itemIdentifier\":\""u8);
            output.Write(number.Text.Span);
            output.Write("\"}"u8);
        }
        output.Write("]}"u8);
    }
}
