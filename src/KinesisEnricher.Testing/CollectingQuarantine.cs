using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Testing;

/// <summary>Keeps poison records in memory, under the names that a real quarantine gives them: the first write wins.</summary>
public sealed class CollectingQuarantine : IQuarantine
{
    readonly OrderedDictionary<string, QuarantinedRecord> _records = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were first kept.</summary>
    public IReadOnlyList<QuarantinedRecord> Records
    {
        get
        {
            lock (_records)
                return [.. _records.Values];
        }
    }

    public ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = QuarantineDocument.NameOf(record);
        // Through the document and back: what is kept lives longer than the record's bytes, and is what a replay would find.
        var kept = QuarantineDocument.Read(QuarantineDocument.Write(record), name);
        lock (_records)
            _records.TryAdd(name, kept);
        return default;
    }
}
