using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Sinks;

/// <summary>
/// Keeps poison records in a bucket, an object each, named and shaped as <see cref="QuarantineDocument"/> says: a copy of the bucket's content in a folder can be
/// read and replayed like a quarantine folder. S3 itself sees to it that the first write wins.
/// </summary>
sealed class S3Quarantine(S3Bucket bucket) : IQuarantine, IDisposable
{
    public async ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken) =>
        await bucket.PutIfAbsentAsync(QuarantineDocument.NameOf(record), QuarantineDocument.Write(record), "application/json", cancellationToken);

    public void Dispose() => bucket.Dispose();
}
