using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace KinesisEnricher.Tests.Function;

public class KinesisLambdaSerializerTests
{
    readonly KinesisLambdaSerializer _serializer = new();

    [Fact]
    public void Assembly_names_the_serializer()
    {
        var attribute = Assert.Single(typeof(KinesisLambdaSerializer).Assembly.GetCustomAttributes(typeof(LambdaSerializerAttribute), false));

        Assert.Equal(typeof(KinesisLambdaSerializer), ((LambdaSerializerAttribute)attribute).SerializerType);
    }

    [Fact]
    public void Event_is_read_by_the_names_that_lambda_uses()
    {
        var record = Assert.Single(Read("""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"4959","data":"aGk=",
            "approximateArrivalTimestamp":1545084650.987,"encryptionType":"KMS"},"eventSource":"aws:kinesis","eventVersion":"1.0",
            "eventID":"shardId-000000000006:4959","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::1:role/r",
            "awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:1:stream/s","new":{"member":1}}]}
            """).Records);

        Assert.Equal("shardId-000000000006:4959", record.EventId);
        Assert.Equal("arn:aws:kinesis:us-east-2:1:stream/s", record.EventSourceARN);
        Assert.Equal("k", record.Kinesis.PartitionKey);
        Assert.Equal("4959", record.Kinesis.SequenceNumber);
        Assert.Equal("1.0", record.Kinesis.KinesisSchemaVersion);
        Assert.Equal("hi", Encoding.UTF8.GetString(record.Kinesis.Data.ToArray()));
        Assert.Equal("KMS", record.Kinesis.EncryptionType.Value);
        Assert.Equal(new DateTime(2018, 12, 17, 22, 10, 50, DateTimeKind.Utc), record.Kinesis.ApproximateArrivalTimestamp!.Value, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("\"NONE\"", "NONE")]
    [InlineData("\"SOMETHING_NEW\"", "SOMETHING_NEW")]
    [InlineData("null", null)]
    public void Encryption_type_may_be_anything(string json, string? expected) =>
        Assert.Equal(expected, Read($$$"""{"Records":[{"kinesis":{"encryptionType":{{{json}}}}}]}""").Records[0].Kinesis.EncryptionType?.Value);

    [Theory]
    [InlineData("123", "123")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("\"not base64!\"", "not base64!")]
    public void Data_that_is_not_base64_is_kept_as_it_came(string json, string kept) =>
        Assert.Equal(kept, Encoding.UTF8.GetString(Read("{\"Records\":[{\"kinesis\":{\"data\":" + json + "}}]}").Records[0].Kinesis.Data.ToArray()));

    [Fact]
    public void Stock_serializer_cannot_read_the_encryption_type()
    {
        var stock = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();

        Assert.Throws<JsonSerializerException>(() => stock.Deserialize<KinesisEvent>(StreamOf("""{"Records":[{"kinesis":{"encryptionType":"KMS"}}]}""")));
    }

    [Theory]
    [InlineData("1545084650987", "2018-12-17T22:10:50.9870000Z")]
    [InlineData("1545084650", "2018-12-17T22:10:50.0000000Z")]
    [InlineData("1545084650.987", "2018-12-17T22:10:50.9869999Z")]
    [InlineData("\"2018-12-17T22:10:50.987Z\"", "2018-12-17T22:10:50.9870000Z")]
    public void Time_is_read_as_the_packages_read_it(string json, string expected)
    {
        var time = Read($$$"""{"Records":[{"kinesis":{"approximateArrivalTimestamp":{{{json}}}}}]}""").Records[0].Kinesis.ApproximateArrivalTimestamp;

        Assert.Equal(expected, time!.Value.ToString("O"));
    }

    [Theory]
    [InlineData("{\"batchItemFailures\":[]}")]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"4959\"}]}")]
    public void Answer_is_written_as_lambda_wants_it(string expected)
    {
        var response = _serializer.Deserialize<StreamsEventResponse>(StreamOf(expected));

        Assert.Equal(expected, Written(response));
    }

    [Fact]
    public void Absent_list_is_left_out() => Assert.Equal("{}", Written(new StreamsEventResponse()));

    [Fact]
    public void Event_goes_there_and_back()
    {
        const string json = """{"Records":[{"EventId":"s:1","Kinesis":{"Data":"aGk=","EncryptionType":"KMS","PartitionKey":"k","SequenceNumber":"1"}}]}""";

        var back = _serializer.Deserialize<KinesisEvent>(StreamOf(Written(Read(json)))).Records[0].Kinesis;

        Assert.Equal(("k", "1", "KMS", "hi"), (back.PartitionKey, back.SequenceNumber, back.EncryptionType.Value, Encoding.UTF8.GetString(back.Data.ToArray())));
    }

    [Fact]
    public void Type_that_is_not_registered_is_named() =>
        Assert.Contains(nameof(Unregistered), Assert.Throws<JsonSerializerException>(() => _serializer.Deserialize<Unregistered>(StreamOf("{}"))).ToString(), StringComparison.Ordinal);

    KinesisEvent Read(string json) => _serializer.Deserialize<KinesisEvent>(StreamOf(json));

    string Written<T>(T value)
    {
        using var stream = new MemoryStream();
        _serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static MemoryStream StreamOf(string json) => new(Encoding.UTF8.GetBytes(json));

    sealed record Unregistered;
}
