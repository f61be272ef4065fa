namespace KinesisEnricher.Core.Kinesis;

/// <summary>Faults of a Kinesis record, worded once for the byte path and the object path.</summary>
static class RecordFaults
{
    public static Fault NoData { get; } = new(FaultReasons.Record, "kinesis.data is missing");

    public static Fault NoKinesis { get; } = new(FaultReasons.Record, "kinesis is missing");

    public static Fault NoSequenceNumber { get; } = new(FaultReasons.SequenceNumber, "kinesis.sequenceNumber is missing");

    public static Fault NotDigits { get; } = new(FaultReasons.SequenceNumber, "kinesis.sequenceNumber is not a text of digits");

    public static Fault UnreadablePartitionKey { get; } = new(FaultReasons.PartitionKey, "kinesis.partitionKey is not a text of Unicode characters");

    public static Fault NotAnObject(string kind) => new(FaultReasons.Record, $"the record is {kind}; an object is expected");

    public static Fault KinesisNotAnObject(string kind) => new(FaultReasons.Record, $"kinesis is {kind}; an object is expected");

    public static Fault DataNotText(string kind) => new(FaultReasons.Record, $"kinesis.data is {kind}; base64 text is expected");
}
