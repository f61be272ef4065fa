using System.Globalization;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Sinks;

/// <summary>
/// Puts events in a bucket as objects of JSON lines, one for each shard of an emission: <c>events/SHARD/FIRST_LAST_HASH.jsonl</c>, a position being
/// <c>number.sub</c>. The hash is of the object's bytes, so that only the same content can overwrite an object; redelivered events whose neighbours differ are
/// put again in another.
/// </summary>
sealed class S3Sink(S3Bucket bucket) : IEventSink, IDisposable
{
    const int MaxObjectBytes = 64 * 1024 * 1024;

    public int MaxEventBytes => MaxObjectBytes - 1;

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        foreach (var indices in ObjectsOf(emission))
        {
            var lines = LinesOf(emission, indices);
            await bucket.PutAsync(NameOf(emission, indices, lines), lines, "application/x-ndjson", cancellationToken);
            foreach (var index in indices)
                emission.MarkTaken(index);
        }
    }

    public void Dispose() => bucket.Dispose();

    /// <summary>The events of each object, by index.</summary>
    static List<List<int>> ObjectsOf(Emission emission)
    {
        var all = new List<List<int>>();
        var open = new Dictionary<Shard, (List<int> Indices, int Bytes)>();
        for (var i = 0; i < emission.Events.Count; i++)
        {
            var output = emission.Events[i];
            var size = output.Json.Length + 1;
            if (!open.TryGetValue(output.Shard, out var current) || current.Bytes + size > MaxObjectBytes)
            {
                current = ([], 0);
                all.Add(current.Indices);
            }
            current.Indices.Add(i);
            open[output.Shard] = (current.Indices, current.Bytes + size);
        }
        return all;
    }

    static byte[] LinesOf(Emission emission, List<int> indices)
    {
        var lines = new byte[indices.Sum(index => emission.Events[index].Json.Length + 1)];
        var end = 0;
        foreach (var index in indices)
        {
            var json = emission.Events[index].Json.Span;
            json.CopyTo(lines.AsSpan(end));
            end += json.Length;
            lines[end++] = (byte)'\n';
        }
        return lines;
    }

    static string NameOf(Emission emission, List<int> indices, byte[] lines)
    {
        var first = emission.Events[indices[0]];
        var last = emission.Events[indices[^1]];
        return $"events/{StorageNames.OfShard(first.Shard)}/{PlaceOf(first.Position)}_{PlaceOf(last.Position)}_{StorageNames.HashOf(lines)}.jsonl";
    }

    static string PlaceOf(Position position) => StorageNames.OfSequenceNumber(position.Sequence) is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{number}.{position.SubSequence:D6}")
        : "unnumbered";
}
