using System.Text;
using System.Text.Json;
using Amazon.Lambda.KinesisEvents;

namespace DotnetPeer;

/// <summary>User limits as one would write them by hand: limits in memory, nothing put out.</summary>
sealed class Handler : IRecordHandler
{
    readonly Dictionary<string, Limit> _limits = [];
    readonly BatchProcessor _processor;

    public Handler() => _processor = new BatchProcessor(this);

    public Task<StreamsEventResponse> HandleAsync(KinesisEvent input) => _processor.ProcessAsync(input, CancellationToken.None);

    Task IRecordHandler.HandleAsync(KinesisEvent.KinesisEventRecord record, CancellationToken cancellationToken)
    {
        // As the templates for Kinesis functions have it.
        using var reader = new StreamReader(record.Kinesis.Data, Encoding.UTF8);
        var limitEvent = JsonSerializer.Deserialize(reader.ReadToEnd(), PeerJson.Default.UserLimitEvent)!;
        if (limitEvent.Source != "limitUser")
            return Task.CompletedTask;
        var limit = _limits.GetValueOrDefault(limitEvent.Payload.UserLimitId);
        if (limit?.Applied.Contains(limitEvent.SequenceNumber) == true)
            return Task.CompletedTask;
        limit = (limit ?? new Limit()).After(limitEvent);
        _limits[limitEvent.Payload.UserLimitId] = limit;
        limitEvent.Enrichment = Enrichment.Of(limit, limitEvent.CreatedAt);
        return Task.CompletedTask;
    }
}
