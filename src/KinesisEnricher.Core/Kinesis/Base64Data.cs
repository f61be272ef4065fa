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
    /// <param name="scratch">Any memory: what fits into it is decoded several times as fast.</param>
    public static void Decode(ref KinesisRecord record, Span<byte> scratch)
    {
        var token = MemoryMarshal.AsMemory(record.Data);
        var text = token[1..^1];

        // An escape has a backslash, which no base64 has.
        var isDecoded = TryDecode(text.Span, scratch, out var written);
        if (!isDecoded && TryUnescape(token.Span, out var length))
        {
            text = text[..length];
            isDecoded = TryDecode(text.Span, scratch, out written);
        }
        if (isDecoded)
            record.Take(text[..written]);
        else
            record.Break(text, record.Fault ?? FaultOf(text.Span));
    }

    /// <summary>Decodes base64 where it lies. Nothing is written of a bad one, so that its text is kept.</summary>
    static bool TryDecode(Span<byte> text, Span<byte> scratch, out int written)
    {
        if (Base64.GetMaxDecodedFromUtf8Length(text.Length) > scratch.Length)
        {
            written = 0;
            return Base64.IsValid(text) && Base64.DecodeFromUtf8InPlace(text, out written) == OperationStatus.Done;
        }
        if (Base64.DecodeFromUtf8(text, scratch, out _, out written) != OperationStatus.Done)
            return false;
        scratch[..written].CopyTo(text);
        return true;
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
