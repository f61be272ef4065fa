using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Kinesis;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;

[assembly: LambdaSerializer(typeof(KinesisEnricher.KinesisLambdaSerializer))]

namespace KinesisEnricher;

/// <summary>
/// The function for Lambda's managed .NET runtime, with the handler string <c>KinesisEnricher::KinesisEnricher.Function::FunctionHandler</c>. This file alone
/// names types of the Amazon.Lambda packages; <c>Program.cs</c> needs none of them.
/// </summary>
public sealed class Function
{
    readonly ObservedEnricher _enricher;

    /// <summary>For Lambda: everything from the environment.</summary>
    /// <exception cref="ConfigurationException">The environment stops start-up.</exception>
    public Function()
    {
        var environment = ProcessEnvironment.Read();
        _enricher = StartUp.Run(StartUp.Begin(environment), StartUp.OpenLog(environment, TimeProvider.System));
    }

    /// <summary>For tests, which put their own ports into the enricher.</summary>
    public Function(Enricher enricher) =>
        _enricher = new ObservedEnricher(enricher, StartUp.OpenLog(enricher.Options.Variables, TimeProvider.System), TimeProvider.System);

    /// <summary>Handles a batch. A tumbling window's <c>state</c> is not in this shape of the event; the process keeps it.</summary>
    public async Task<StreamsEventResponse> FunctionHandler(KinesisEvent kinesisEvent, ILambdaContext context)
    {
        var invocation = new InvocationContext(context?.AwsRequestId ?? "", TimeLeft(context), context?.TraceId);
        var result = await _enricher.ProcessAsync(BatchOf(kinesisEvent), invocation);
        var response = new StreamsEventResponse { BatchItemFailures = [] };
        if (result.Checkpoint is { } checkpoint)
            response.BatchItemFailures.Add(new StreamsEventResponse.BatchItemFailure { ItemIdentifier = checkpoint.ToString() });
        return response;
    }

    /// <summary>Exactly zero is what the contexts of unit tests say, not Lambda's: nobody knows.</summary>
    static TimeSpan? TimeLeft(ILambdaContext? context) => context is null || context.RemainingTime == TimeSpan.Zero ? null : context.RemainingTime;

    static KinesisBatch BatchOf(KinesisEvent? kinesisEvent)
    {
        if (kinesisEvent?.Records is not { Count: > 0 } records)
            return KinesisBatch.Empty;
        var batch = new KinesisBatchBuilder(records.Count);
        foreach (var record in records)
            Add(batch, record);
        return batch.Build();
    }

    static void Add(KinesisBatchBuilder batch, KinesisEvent.KinesisEventRecord? record)
    {
        if (record is null)
            batch.AddNull();
        else if (record.Kinesis is not { } kinesis)
            batch.AddWithoutKinesis(record.EventId, record.EventSourceARN);
        else if (kinesis.Data is UndecodedData text)
            batch.AddUndecoded(record.EventId, record.EventSourceARN, kinesis.SequenceNumber, kinesis.PartitionKey, text.ToArray(), ArrivalOf(kinesis));
        else
            batch.Add(record.EventId, record.EventSourceARN, kinesis.SequenceNumber, kinesis.PartitionKey, DataOf(kinesis), ArrivalOf(kinesis));
    }

    static ReadOnlyMemory<byte>? DataOf(KinesisEvent.Record kinesis) =>
        kinesis.Data is { } data ? data.ToArray() : default(ReadOnlyMemory<byte>?); // A bare null would become empty memory.

    /// <summary>The packages read the time as a floating-point number, which is off by a tick or two: the microsecond is what it was.</summary>
    static DateTimeOffset? ArrivalOf(KinesisEvent.Record kinesis)
    {
        if (kinesis.ApproximateArrivalTimestamp is not { } time)
            return null;
        var ticks = time.ToUniversalTime().Ticks + TimeSpan.TicksPerMicrosecond / 2;
        return new DateTimeOffset(ticks - ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }
}

/// <summary>
/// The packages' serializer, with what it lacks: the stock one throws at <c>encryptionType</c>, and one record that is not base64 fails its whole event. Members of
/// another kind than Lambda's, such as a sequence number that is no text, still do: only the process that is deployed by default makes them one record's fault.
/// </summary>
public sealed class KinesisLambdaSerializer() : SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>(AddConverters)
{
    static void AddConverters(JsonSerializerOptions options)
    {
        options.Converters.Insert(0, new DataConverter()); // Before the stock one: the first that fits is taken.
        options.Converters.Add(new EncryptionTypeConverter());
    }
}

/// <summary>The shapes that Lambda gives and takes.</summary>
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
public sealed partial class LambdaJsonContext : JsonSerializerContext;

/// <summary>Reads and writes the constant class as text.</summary>
sealed class EncryptionTypeConverter : JsonConverter<EncryptionType>
{
    public override EncryptionType? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, EncryptionType value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>Reads base64 into a stream, and anything else into <see cref="UndecodedData"/>; null stays null.</summary>
sealed class DataConverter : JsonConverter<MemoryStream>
{
    public override MemoryStream? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? new UndecodedData(JsonElement.ParseValue(ref reader).GetRawText())
        : reader.TryGetBytesFromBase64(out var data) ? new MemoryStream(data)
        : new UndecodedData(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.ToArray());
}

/// <summary>A record's data that is not base64: the text as it came, so that quarantine keeps it.</summary>
sealed class UndecodedData(string text) : MemoryStream(Encoding.UTF8.GetBytes(text));
