using Amazon.Lambda.KinesisEvents;

namespace DotnetPeer;

/// <summary>What batch utilities do: a handler for each record, one after the other, and the sequence numbers of those that failed.</summary>
sealed class BatchProcessor(IRecordHandler handler)
{
    public async Task<StreamsEventResponse> ProcessAsync(KinesisEvent input, CancellationToken cancellationToken)
    {
        var records = input.Records.ToDictionary(record => record.Kinesis.SequenceNumber);
        var failures = new List<StreamsEventResponse.BatchItemFailure>();
        foreach (var (sequenceNumber, record) in records)
        {
            try
            {
                await handler.HandleAsync(record, cancellationToken);
            }
            catch (Exception)
            {
                failures.Add(new() { ItemIdentifier = sequenceNumber });
            }
        }
        return new() { BatchItemFailures = failures };
    }
}

interface IRecordHandler
{
    Task HandleAsync(KinesisEvent.KinesisEventRecord record, CancellationToken cancellationToken);
}
