namespace KinesisEnricher.Core.Outputs;

/// <summary>
/// Where poison records are kept. Identity is stream, shard, sequence number and sub-sequence; the first write wins, so a redelivery adds nothing.
/// An exception is transient. Implementations are safe for concurrent use.
/// </summary>
public interface IQuarantine
{
    ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken);
}
