using System.Buffers;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>Reads a Lambda event of a Kinesis event source mapping straight from its UTF-8 bytes.</summary>
/// <remarks>
/// Members may come in any order and case; of duplicates the last one counts; unknown ones are skipped; a byte order mark is skipped. A record that cannot be
/// read is a record with a <see cref="Fault"/>; the others are not touched by it.
/// </remarks>
public static class KinesisEventReader
{
    /// <summary>Most records are shorter.</summary>
    const int ScratchBytes = 64 * 1024;

    static readonly Spare<KinesisRecord[]> Rooms = new();

    /// <param name="utf8Event">
    /// The event. It is changed: base64 is decoded in place, and the batch's records point into it, so keep it until the batch is done with. An event that is
    /// refused stays as it was.
    /// </param>
    /// <exception cref="InvalidKinesisEventException">The event is not JSON, not an object, or its <c>Records</c> is not a list.</exception>
    public static KinesisBatch Read(Memory<byte> utf8Event)
    {
        var parser = new KinesisEventParser(utf8Event) { Room = Rooms.Take() ?? [] };
        var records = parser.Parse(out var count, out var windowState);

        // Decoding writes into the event, so it waits until no byte of it is to be read any more.
        var scratch = ArrayPool<byte>.Shared.Rent(ScratchBytes);
        for (var i = 0; i < count; i++)
        {
            ref var record = ref records[i];
            if (record.Fault is not { Reason: FaultReasons.Record })
                Base64Data.Decode(ref record, scratch);
        }
        ArrayPool<byte>.Shared.Return(scratch);
        return count == 0 && windowState is null ? KinesisBatch.Empty : new KinesisBatch(records, count, Lend(records, count)) { WindowState = windowState };
    }

    static Loan Lend(KinesisRecord[] records, int count) => new(() =>
    {
        Array.Clear(records, 0, count);
        Rooms.Keep(records);
    });
}
