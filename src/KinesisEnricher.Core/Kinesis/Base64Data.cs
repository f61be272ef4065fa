using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>Decodes a record's <c>data</c> where it lies.</summary>
static class Base64Data
{
    static readonly SearchValues<byte> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"u8);

    /// <param name="record">Its <see cref="KinesisRecord.Data"/> is a JSON string, quotes included, in memory that may be written.</param>
    public static void Decode(ref KinesisRecord record)
    {
        var token = MemoryMarshal.AsMemory(record.Data);
        var text = token[1..^1];

        if (TryUnescape(token.Span, out var length))
            text = text[..length];

        // Checked before anything is written, so that the text of a bad one is kept.
        record = Base64.IsValid(text.Span) && Base64.DecodeFromUtf8InPlace(text.Span, out var written) == OperationStatus.Done
            ? record with { Data = text[..written] }
            : record with { Data = text, Fault = record.Fault ?? FaultOf(text.Span) };
    }

    /// <summary>Takes the escapes out of a JSON string, in place, from its second byte on.</summary>
    static bool TryUnescape(Span<byte> token, out int length)
    {
        length = 0;
        if (!token.Contains((byte)'\\'))
            return false;
        var scratch = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var json = new Utf8JsonReader(token);
            json.Read();
            length = json.CopyString(scratch);
            scratch.AsSpan(0, length).CopyTo(token[1..]);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no base64 either way.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <param name="text">What is not base64.</param>
    public static Fault FaultOf(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOfAnyExcept(Allowed);
        return new Fault(FaultReasons.Base64, at < 0
            ? $"kinesis.data is not base64: its {text.Length} characters do not end as base64 does"
            : $"kinesis.data is not base64: byte 0x{text[at]:X2} at {at} of {text.Length}");
    }
}
