using System.Globalization;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A bucket that gets an object per batch that was given up, named as Lambda names them.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="mapping">The mapping's id, a part of the names.</param>
/// <param name="id">Makes the random part of a name.</param>
sealed class S3Destination(S3Bucket bucket, string mapping, Func<Guid> id) : IOnFailureDestination, IDisposable
{
    public async ValueTask SendAsync(DiscardedBatch batch, CancellationToken cancellationToken)
    {
        var time = batch.Time.UtcDateTime;
        var key = string.Create(CultureInfo.InvariantCulture, $"aws/lambda/{mapping}/{batch.ShardId}/{time:yyyy/MM/dd}/{time:yyyy-MM-dd'T'HH.mm.ss}-{id()}");
        try
        {
            await bucket.PutAsync(key, OnFailureDocument.Write(batch, withPayload: true).ToArray(), "application/json", cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose() => bucket.Dispose();
}
