namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// Makes a batch of records that somebody else has taken out of JSON already. The records and their faults are those that <see cref="KinesisEventReader"/>
/// gives.
/// </summary>
/// <param name="capacity">Number of records to come, as far as known.</param>
public sealed class KinesisBatchBuilder(int capacity = 0)
{
    readonly List<KinesisRecord> _records = new(capacity);
    readonly ShardTable _shards = new();

    /// <summary>Adds a record. Any part may be missing (null): that is the record's fault then, never an exception.</summary>
    /// <param name="eventId"><c>eventID</c>, such as <c>shardId-000000000000:4959…</c>.</param>
    /// <param name="eventSourceArn"><c>eventSourceARN</c>: the stream's or the consumer's ARN.</param>
    /// <param name="sequenceNumber"><c>kinesis.sequenceNumber</c>: digits.</param>
    /// <param name="partitionKey"><c>kinesis.partitionKey</c>.</param>
    /// <param name="data"><c>kinesis.data</c>, base64 decoded; not copied.</param>
    /// <param name="arrivalTime"><c>kinesis.approximateArrivalTimestamp</c>.</param>
    public void Add(
        string? eventId, string? eventSourceArn, string? sequenceNumber, string? partitionKey, ReadOnlyMemory<byte>? data, DateTimeOffset? arrivalTime) =>
        Add(eventId, eventSourceArn, sequenceNumber, partitionKey, data, arrivalTime, dataFault: null);

    /// <summary>Adds a record whose <c>kinesis.data</c> is not base64: <paramref name="text"/> as it came, not copied.</summary>
    public void AddUndecoded(
        string? eventId, string? eventSourceArn, string? sequenceNumber, string? partitionKey, ReadOnlyMemory<byte> text, DateTimeOffset? arrivalTime) =>
        Add(eventId, eventSourceArn, sequenceNumber, partitionKey, text, arrivalTime, Base64Data.FaultOf(text.Span));

    /// <summary>Adds a record that has no <c>kinesis</c> object.</summary>
    public void AddWithoutKinesis(string? eventId, string? eventSourceArn) =>
        _records.Add(Unreadable(ShardOf(eventId, eventSourceArn), default, RecordFaults.NoKinesis));

    /// <summary>Adds an entry of <c>Records</c> that is null.</summary>
    public void AddNull() => _records.Add(Unreadable(_shards.Get("", ""), default, RecordFaults.NotAnObject("null")));

    /// <summary>The batch of the records added so far.</summary>
    public KinesisBatch Build() => _records.Count == 0 ? KinesisBatch.Empty : new KinesisBatch([.. _records]);

    internal static KinesisRecord Unreadable(Shard shard, ReadOnlyMemory<byte> json, Fault fault) =>
        new() { Shard = shard, SequenceNumber = default, PartitionKey = "", Data = json, Fault = fault };

    void Add(
        string? eventId, string? eventSourceArn, string? sequenceNumber, string? partitionKey, ReadOnlyMemory<byte>? data, DateTimeOffset? arrivalTime,
        Fault? dataFault)
    {
        var number = sequenceNumber is null ? default : SequenceNumber.Parse(sequenceNumber);
        var fault = data is null ? RecordFaults.NoData
            : sequenceNumber is null ? RecordFaults.NoSequenceNumber
            : !number.IsUsable ? RecordFaults.NotDigits
            : dataFault;
        _records.Add(new KinesisRecord
        {
            Shard = ShardOf(eventId, eventSourceArn),
            SequenceNumber = number,
            PartitionKey = partitionKey ?? "",
            Data = data ?? default,
            ArrivalTime = arrivalTime,
            Fault = fault,
        });
    }

    Shard ShardOf(string? eventId, string? eventSourceArn) => _shards.Get(eventSourceArn ?? "", eventId is null ? "" : ShardTable.ShardIdOf(eventId));
}
