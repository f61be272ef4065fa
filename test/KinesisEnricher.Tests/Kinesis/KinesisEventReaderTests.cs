using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using static KinesisEnricher.Tests.Kinesis.EventJson;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class KinesisEventReaderTests
{
    static KinesisBatch Read(string json) => KinesisEventReader.Read(Utf8(json));

    static KinesisRecord ReadOne(string record) => Assert.Single(Read(Event(record)).Records);

    [Fact]
    public void A_record_is_read_with_all_that_it_says()
    {
        var record = ReadOne(Record(data: Base64("""{"a":1}"""), sequenceNumber: "\"0049\"", partitionKey: "\"u-4411\""));

        Assert.Equal(new Shard(Arn, "shardId-000000000000"), record.Shard);
        Assert.Equal("0049", record.SequenceNumber.ToString());
        Assert.Equal("u-4411", record.PartitionKey);
        Assert.Equal("""{"a":1}""", Text(record.Data));
        Assert.Null(record.Fault);
    }

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":null}""")]
    [InlineData("{}")]
    [InlineData(""" { "other" : [ { "Records" : 5 } ] } """)]
    [InlineData("""{"Records":[{"kinesis":{"data":"e30="}}],"Records":[]}""")]
    public void No_records_make_an_empty_batch(string json)
    {
        var batch = Read(json);

        Assert.Empty(batch.Records);
        Assert.Null(batch.WindowState);
    }

    [Theory]
    [InlineData("[]", "a list at byte 0")]
    [InlineData("5", "a number at byte 0")]
    [InlineData(" false", "a boolean at byte 1")]
    [InlineData("null", "null at byte 0")]
    [InlineData("\"x\"", "a text at byte 0")]
    [InlineData("", "empty")]
    [InlineData(" \n ", "empty")]
    [InlineData("{", "byte 1")]
    [InlineData("{\"a\":1}}", "byte 7")]
    [InlineData("{\"a\":1} x", "byte 8")]
    [InlineData("{\n\n\"a\":\n1 x", "byte 10")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"data\":\"e30=\"", "byte 37")]
    [InlineData("{\"Records\":[{},]}", "byte 15")]
    [InlineData("{\"Records\":5}", "Records is a number at byte 11; a list is expected")]
    [InlineData("{\"Records\":{}}", "Records is an object at byte 11")]
    [InlineData("{\"Records\":\"[]\"}", "Records is a text at byte 11")]
    [InlineData("\uFEFF[]", "a list at byte 3")]
    [InlineData("\uFEFF{\n?", "byte 5")]
    public void What_is_no_event_is_refused_and_the_message_says_where(string json, string expected)
    {
        var exception = Assert.Throws<InvalidKinesisEventException>(() => Read(json));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_event_stays_as_it_was()
    {
        var json = Utf8(Event(Record(), Record()) + "x");
        var before = json.ToArray();

        Assert.Throws<InvalidKinesisEventException>(() => KinesisEventReader.Read(json));

        Assert.Equal(before, json);
    }

    [Theory]
    [InlineData("1480641523.477", "2016-12-02T01:18:43.4770000Z")]
    [InlineData("1545084650.987", "2018-12-17T22:10:50.9870000Z")]
    [InlineData("1480641523", "2016-12-02T01:18:43.0000000Z")]
    [InlineData("1.480641523477E9", "2016-12-02T01:18:43.4770000Z")]
    [InlineData("14806415234770e-4", "2016-12-02T01:18:43.4770000Z")]
    [InlineData("1480641523.47712345", "2016-12-02T01:18:43.4771234Z")]
    [InlineData("1480641523.47712349999999999", "2016-12-02T01:18:43.4771234Z")]
    [InlineData("1480641523477", "2016-12-02T01:18:43.4770000Z")]
    [InlineData("1.6e12", "2020-09-13T12:26:40.0000000Z")]
    [InlineData("1e-99999999999999999999", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("-0.0000001", "1969-12-31T23:59:59.9999999Z")]
    [InlineData("-62135596800", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("253402300799999", "9999-12-31T23:59:59.9990000Z")]
    public void Arrival_is_exact_to_the_tick(string arrival, string expected)
    {
        var record = ReadOne(Record(arrival: arrival));

        Assert.Equal(expected, record.ArrivalTime?.UtcDateTime.ToString("o", CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.Zero, record.ArrivalTime?.Offset);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"1480641523.477\"")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    [InlineData("true")]
    [InlineData("-62135596800.0000001")]
    [InlineData("253402300799999.1")]
    [InlineData("1e40")]
    [InlineData("1e999999999999")]
    [InlineData("-1e400")]
    public void Arrival_of_no_use_is_left_out_and_the_record_is_kept(string arrival)
    {
        var record = ReadOne(Record(arrival: arrival));

        Assert.Null(record.ArrivalTime);
        Assert.Null(record.Fault);
        Assert.Equal("{}", Text(record.Data));
    }

    [Fact]
    public void Absent_arrival_is_null() => Assert.Null(ReadOne("""{"kinesis":{"sequenceNumber":"1","data":""}}""").ArrivalTime);

    [Theory]
    [InlineData("")]
    [InlineData(",\"encryptionType\":\"NONE\"")]
    [InlineData(",\"encryptionType\":\"KMS\"")]
    [InlineData(",\"encryptionType\":\"SOMETHING-NEW\"")]
    [InlineData(",\"encryptionType\":null")]
    [InlineData(",\"encryptionType\":{\"data\":\"AAAA\"}")]
    [InlineData(",\"unknown\":[[{\"sequenceNumber\":[]}]],\"kinesisSchemaVersion\":\"1.0\"")]
    public void Encryption_type_and_unknown_members_do_not_matter(string more)
    {
        var record = ReadOne(Record(more: more));

        Assert.Null(record.Fault);
        Assert.Equal("{}", Text(record.Data));
    }

    [Fact]
    public void Members_come_in_any_order_and_case_and_of_duplicates_the_last_counts()
    {
        var batch = Read("""
            {"records":null,"RECORDS":[
              {"kinesis":5,"KINESIS":{"Data":"YQ==","data":7,"DATA":"Yg==","sequencenumber":null,"SequenceNumber":"12","partitionKey":{},"PartitionKey":"p"},
               "eventsourcearn":"x","eventSourceARN":"y","EventId":"shardId-9:1","eventID":"shardId-7:1"}]}
            """);

        var record = Assert.Single(batch.Records);
        Assert.Null(record.Fault);
        Assert.Equal("b", Text(record.Data));
        Assert.Equal("12", record.SequenceNumber.ToString());
        Assert.Equal("p", record.PartitionKey);
        Assert.Equal(new Shard("y", "shardId-7"), record.Shard);
    }

    [Fact]
    public void A_later_member_of_no_use_counts_too()
    {
        var record = ReadOne("""{"kinesis":{"data":"YQ==","sequenceNumber":"1","data":null}}""");

        Assert.Equal(FaultReasons.Record, record.Fault?.Reason);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Equal("{}", Text(Assert.Single(Read("\uFEFF" + Event(Record())).Records).Data));

    [Fact]
    public void Escapes_are_read_wherever_they_are()
    {
        var batch = Read("""
            {"\u0052ecords":[{"event\u0049D":"shardId-\u0030\u003A1","eventSourceARN":"arn:aws:kinesis:eu-central-1:1:stream\/s",
            "kinesis":{"data":"\u0050z8\/\u002B\/8=","partitionKey":"\"\u00e4\ud83d\ude00\\","sequenceNumber":"1\u0032","approximateArrivalTimest\u0061mp":1}}]}
            """);

        var record = Assert.Single(batch.Records);
        Assert.Null(record.Fault);
        Assert.Equal(Convert.FromBase64String("Pz8/+/8="), record.Data.ToArray());
        Assert.Equal("\"ä😀\\", record.PartitionKey);
        Assert.Equal("12", record.SequenceNumber.ToString());
        Assert.True(record.SequenceNumber.IsUsable);
        Assert.Equal(new Shard("arn:aws:kinesis:eu-central-1:1:stream/s", "shardId-0"), record.Shard);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1), record.ArrivalTime);
    }

    [Theory]
    [InlineData("arn:aws:kinesis:eu-central-1:123456789012:stream/events")]
    [InlineData("arn:aws:kinesis:eu-central-1:123456789012:stream/events/consumer/fan-out:1480641523")]
    [InlineData("arn:aws-cn:kinesis:cn-north-1:123456789012:stream/events")]
    [InlineData("arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/events")]
    public void The_shard_has_the_arn_of_any_partition_stream_or_consumer(string arn)
    {
        var record = ReadOne(Record(arn: $"\"{arn}\"", eventId: "\"shardId-000000000006:49590338271490256608559692538361571095921575989136588898\""));

        Assert.Equal(new Shard(arn, "shardId-000000000006"), record.Shard);
    }

    [Theory]
    [InlineData("\"shardId-1:2:3\"", "shardId-1")]
    [InlineData("\":5\"", "")]
    [InlineData("\"no colon\"", "")]
    [InlineData("\"\"", "")]
    [InlineData("null", "")]
    [InlineData("5", "")]
    [InlineData("[\"a:1\"]", "")]
    public void The_shard_id_is_left_of_the_first_colon(string eventId, string expected)
    {
        var record = ReadOne(Record(eventId: eventId));

        Assert.Equal(expected, record.Shard.ShardId);
        Assert.Null(record.Fault);
    }

    [Fact]
    public void Records_of_a_shard_share_one_object_and_so_do_equal_partition_keys()
    {
        var records = Read(Event(
            Record(eventId: "\"s-1:1\"", partitionKey: "\"a\""), Record(eventId: "\"s-2:2\"", partitionKey: "\"b\""),
            Record(eventId: "\"s-1:3\"", partitionKey: "\"a\""), Record(eventId: "\"s\\u002d1:4\"", partitionKey: "\"b\""))).Records;

        Assert.Same(records[0].Shard, records[2].Shard);
        Assert.Same(records[0].Shard, records[3].Shard);
        Assert.NotEqual(records[0].Shard, records[1].Shard);
        Assert.Same(records[0].PartitionKey, records[2].PartitionKey);
        Assert.Same(records[1].PartitionKey, records[3].PartitionKey);
    }

    [Fact]
    public void Bad_base64_is_that_records_fault_only_and_its_text_is_kept()
    {
        var records = Read(Event(Record(data: Base64("one")), Record(data: "\"b25l!mor\"", sequenceNumber: "\"2\""), Record(data: Base64("two")))).Records;

        Assert.Equal("one", Text(records[0].Data));
        Assert.Equal(FaultReasons.Base64, records[1].Fault?.Reason);
        Assert.Contains("0x21 at 4 of 8", records[1].Fault!.Detail, StringComparison.Ordinal);
        Assert.Equal("b25l!mor", Text(records[1].Data));
        Assert.Equal("2", records[1].SequenceNumber.ToString());
        Assert.Equal("two", Text(records[2].Data));
    }

    [Theory]
    [InlineData("\"e30\"")]
    [InlineData("\"e\"")]
    [InlineData("\"=\"")]
    [InlineData("\"e30==\"")]
    [InlineData("\"e3=0\"")]
    [InlineData("\"e30=e30=\"")]
    [InlineData("\"e30-\"")]
    [InlineData("\"\\u00e9Zg=\"")]
    [InlineData("\"\\ud800AAA\"")]
    [InlineData("\"e30\\\\\"")]
    public void What_is_not_base64_has_the_reason_base64(string data)
    {
        var record = ReadOne(Record(data: data));

        Assert.Equal(FaultReasons.Base64, record.Fault?.Reason);
        Assert.NotEmpty(record.Data.ToArray());
    }

    [Theory]
    [InlineData("\"e3 0=\"")]
    [InlineData("\"e30=\\n\"")]
    [InlineData("\"\\r\\ne30=\\t\"")]
    public void Space_inside_base64_is_tolerated(string data) => Assert.Equal("{}", Text(ReadOne(Record(data: data)).Data));

    [Fact]
    public void Empty_data_is_an_empty_payload_and_no_fault()
    {
        var record = ReadOne(Record(data: "\"\""));

        Assert.Null(record.Fault);
        Assert.True(record.Data.IsEmpty);
    }

    [Theory]
    [InlineData("5", "the record is a number")]
    [InlineData("null", "the record is null")]
    [InlineData("[{\"kinesis\":{}}]", "the record is a list")]
    [InlineData("{}", "kinesis is missing")]
    [InlineData("{\"kinesis\":null}", "kinesis is missing")]
    [InlineData("{\"kinesis\":[1,[2]]}", "kinesis is a list")]
    [InlineData("{\"kinesis\":{\"sequenceNumber\":\"1\"}}", "kinesis.data is missing")]
    [InlineData("{\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":null}}", "kinesis.data is missing")]
    [InlineData("{\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":5}}", "kinesis.data is a number")]
    [InlineData("{\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":{\"data\":\"e30=\"}}}", "kinesis.data is an object")]
    public void A_record_without_data_is_its_own_fault_and_its_json_is_kept(string json, string detail)
    {
        var records = Read(Event(Record(sequenceNumber: "\"1\""), json, Record(sequenceNumber: "\"3\""))).Records;

        Assert.Equal(3, records.Count);
        Assert.Equal(FaultReasons.Record, records[1].Fault?.Reason);
        Assert.StartsWith(detail, records[1].Fault!.Detail, StringComparison.Ordinal);
        Assert.Equal(json, Text(records[1].Data));
        Assert.All([records[0], records[2]], neighbour => Assert.Equal("{}", Text(neighbour.Data)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"12a\"")]
    [InlineData("\"-1\"")]
    [InlineData("12")]
    [InlineData("[\"12\"]")]
    [InlineData("\"\\ud8001\"")]
    public void A_sequence_number_that_is_not_a_text_of_digits_is_a_fault(string sequenceNumber)
    {
        var record = ReadOne(Record(sequenceNumber: sequenceNumber));

        Assert.Equal(FaultReasons.SequenceNumber, record.Fault?.Reason);
        Assert.False(record.SequenceNumber.IsUsable);
        Assert.Equal("{}", Text(record.Data));
    }

    [Fact]
    public void A_missing_sequence_number_is_a_fault() =>
        Assert.Equal("sequence-number: kinesis.sequenceNumber is missing", ReadOne("""{"kinesis":{"data":"e30="}}""").Fault?.ToString());

    [Theory]
    [InlineData("5")]
    [InlineData("[\"k\"]")]
    [InlineData("\"\\udc00\"")]
    public void A_partition_key_that_is_no_text_is_a_fault(string partitionKey)
    {
        var record = ReadOne(Record(partitionKey: partitionKey));

        Assert.Equal(FaultReasons.PartitionKey, record.Fault?.Reason);
        Assert.Equal("", record.PartitionKey);
        Assert.Equal("{}", Text(record.Data));
    }

    [Fact]
    public void A_partition_key_that_is_not_utf8_is_a_fault()
    {
        var json = Utf8(Event(Record(partitionKey: "\"?\"")));
        json[Array.IndexOf(json, (byte)'?')] = 0xFF;

        Assert.Equal(FaultReasons.PartitionKey, Assert.Single(KinesisEventReader.Read(json).Records).Fault?.Reason);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void A_record_without_a_partition_key_has_the_empty_one(string partitionKey)
    {
        var record = ReadOne(Record(partitionKey: partitionKey));

        Assert.Equal("", record.PartitionKey);
        Assert.Null(record.Fault);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "a" : [1, {"b":"e30="}], "c":"\u00e9" }""")]
    [InlineData("null")]
    [InlineData("5.0")]
    public void A_window_events_state_is_kept_byte_for_byte(string state)
    {
        var window = "\"window\":{\"start\":\"2020-07-30T17:00:00Z\",\"end\":\"2020-07-30T17:05:00Z\"}";

        foreach (var json in new[]
        {
            $$$"""{{{{window}}},"state":{{{state}}},"isFinalInvokeForWindow":true}""",
            $$$"""{"state":{{{state}}},"Records":[{{{Record()}}}],{{{window}}}}""",
            $$$"""{"Records":[{{{Record(data: Base64(new string('x', 100)))}}}],"state":1,{{{window}}},"state":{{{state}}}}""",
            $$$"""{"Records":null,"State":{{{state}}},"Window":{}}""",
        })
        {
            Assert.Equal(state, Text(Read(json).WindowState ?? throw new InvalidOperationException("No state: " + json)));
        }
    }

    [Theory]
    [InlineData("""{"state":{}}""")]
    [InlineData("""{"state":{},"window":null}""")]
    [InlineData("""{"window":{}}""")]
    public void Without_both_window_and_state_there_is_no_state(string json) => Assert.Null(Read(json).WindowState);

    [Fact]
    public void Ten_thousand_records_are_read_without_a_copy_of_any()
    {
        var payload = Base64(new byte[430]);
        var records = new string[10_000];
        for (var i = 0; i < records.Length; i++)
            records[i] = Record(data: payload, sequenceNumber: $"\"{i + 1}\"", partitionKey: $"\"key-{i % 100}\"");
        var json = Utf8(Event(records));
        KinesisEventReader.Read(Utf8(Event(Record())));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = KinesisEventReader.Read(json);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(10_000, batch.Records.Count);
        Assert.All(batch.Records, record =>
        {
            Assert.True(MemoryMarshal.TryGetArray(record.Data, out var data) && ReferenceEquals(json, data.Array));
            Assert.True(MemoryMarshal.TryGetArray(record.SequenceNumber.Text, out var number) && ReferenceEquals(json, number.Array));
        });
        Assert.Equal(100, batch.Records.Select(record => record.PartitionKey).Distinct(ReferenceEqualityComparer.Instance).Count());

        // The list of records and its growth, not their content.
        Assert.InRange(allocated, 0, 4_000_000);
    }

    [Fact]
    public void Bytes_of_any_kind_come_through_base64_unchanged()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Assert.Equal(bytes, ReadOne(Record(data: Base64(bytes))).Data.ToArray());
    }
}
