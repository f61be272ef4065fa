using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Tests.Outputs;

public sealed class QuarantineDocumentTests
{
    internal const string Stream = "arn:aws:kinesis:eu-central-1:111122223333:stream/limits";
    internal const string Number = "49671830254401829360117305528964213850776941338020610001";

    internal static QuarantinedRecord Record(
        string stream = Stream, string shard = "shardId-000000000000", string sequence = Number, int sub = 0, string data = "{\"broken", string key = "u-1") => new()
        {
            Shard = new Shard(stream, shard),
            Position = new Position(SequenceNumber.Parse(sequence), sub),
            PartitionKey = key,
            RecordPartitionKey = "parent",
            ArrivalTime = DateTimeOffset.UnixEpoch.AddTicks(17_672_256_001_234_567),
            Type = null,
            Fault = new Fault("json", "'}' expected at byte 81"),
            Data = Encoding.UTF8.GetBytes(data),
        };

    [Fact]
    public void A_name_has_a_folder_for_stream_and_shard_and_a_file_for_the_position()
    {
        var parts = QuarantineDocument.NameOf(Record(sub: 7)).Split('/');

        Assert.Equal(2, parts.Length);
        Assert.StartsWith("limits-shardId-000000000000-", parts[0], StringComparison.Ordinal);
        Assert.Equal($"{Number}.000007.json", parts[1]);
    }

    [Fact]
    public void The_same_record_delivered_again_has_the_same_name() => Assert.Equal(QuarantineDocument.NameOf(Record()), QuarantineDocument.NameOf(Record()));

    [Fact]
    public void Leading_zeros_do_not_make_another_name() =>
        Assert.Equal(QuarantineDocument.NameOf(Record(sequence: "12")), QuarantineDocument.NameOf(Record(sequence: "0012")));

    public static TheoryData<string, string, string, int> OtherIdentities => new()
    {
        { "arn:aws:kinesis:eu-west-1:111122223333:stream/limits", "shardId-000000000000", Number, 0 },
        { "arn:aws:kinesis:eu-central-1:111122223333:stream/limits-shardId", "000000000000", Number, 0 },
        { Stream, "shardId-000000000001", Number, 0 },
        { Stream, "shardId/000000000000", Number, 0 },
        { Stream, "SHARDID-000000000000", Number, 0 },
        { Stream, "", Number, 0 },
        { "", "shardId-000000000000", Number, 0 },
        { Stream, "shardId-000000000000", Number, 1 },
        { Stream, "shardId-000000000000", "12", 0 },
    };

    [Theory]
    [MemberData(nameof(OtherIdentities))]
    public void Another_identity_has_another_name_also_where_case_does_not_count(string stream, string shard, string sequence, int sub) => Assert.NotEqual(
        QuarantineDocument.NameOf(Record()), QuarantineDocument.NameOf(Record(stream, shard, sequence, sub)), StringComparer.OrdinalIgnoreCase);

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "../../etc", "..", "../../passwd" },
        { "arn:/..", "/", "1/../../2" },
        { new string('s', 5000), new string('/', 5000), new string('9', 5000) },
        { "a\0b", "CON", "\u202e12" },
        { "", "", "" },
        { "ストリーム", "C:\\x", "NUL" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Whatever_the_event_holds_a_name_is_two_plain_file_names(string stream, string shard, string sequence)
    {
        var parts = QuarantineDocument.NameOf(Record(stream, shard, sequence)).Split('/');

        Assert.Equal(2, parts.Length);
        Assert.All(parts, part => Assert.Matches("^[A-Za-z0-9_.-]{5,160}$", part));
        Assert.All(parts, part => Assert.DoesNotContain("..", part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_without_a_usable_number_is_named_by_its_content()
    {
        var name = QuarantineDocument.NameOf(Record(sequence: "abc"));

        Assert.Contains("/unnumbered-", name, StringComparison.Ordinal);
        Assert.Equal(name, QuarantineDocument.NameOf(Record(sequence: "abc")));
        Assert.NotEqual(name, QuarantineDocument.NameOf(Record(sequence: "abc", data: "other")));
        Assert.NotEqual(name, QuarantineDocument.NameOf(Record(sequence: "abc", key: "u-2")));
        Assert.NotEqual(name, QuarantineDocument.NameOf(Record(sequence: "abd")));
    }

    [Fact]
    public void A_document_holds_all_that_is_known_under_wire_names()
    {
        using var json = JsonDocument.Parse(QuarantineDocument.Write(Record(sub: 3)));
        var root = json.RootElement;

        Assert.Equal(
            ["streamArn", "shardId", "sequenceNumber", "subSequence", "partitionKey", "recordPartitionKey", "arrivalTime", "type", "reason", "detail", "data"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Number, root.GetProperty("sequenceNumber").GetString());
        Assert.Equal("json", root.GetProperty("reason").GetString());
        Assert.Equal("'}' expected at byte 81", root.GetProperty("detail").GetString());
        Assert.Equal(Convert.ToBase64String("{\"broken"u8), root.GetProperty("data").GetString());
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var record = Record(sub: 3, data: "\0\u00ff bytes", key: "ключ \"x\" \ud83d\ude00");

        var read = QuarantineDocument.Read(QuarantineDocument.Write(record), "x.json");

        Assert.Equal(record.Shard, read.Shard);
        Assert.Equal(record.Position, read.Position);
        Assert.Equal(record.PartitionKey, read.PartitionKey);
        Assert.Equal(record.RecordPartitionKey, read.RecordPartitionKey);
        Assert.Equal(record.ArrivalTime, read.ArrivalTime);
        Assert.Equal(record.Type, read.Type);
        Assert.Equal(record.Fault, read.Fault);
        Assert.Equal(record.Data.ToArray(), read.Data.ToArray());
    }

    [Fact]
    public void A_key_that_is_not_valid_Unicode_can_be_kept_all_the_same() =>
        Assert.Contains("\ufffd", QuarantineDocument.Read(QuarantineDocument.Write(Record(key: "a\ud800b")), "x.json").PartitionKey, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"streamArn\":null}")]
    public void Anything_else_is_named_and_refused(string text)
    {
        var error = Assert.Throws<InvalidDataException>(() => QuarantineDocument.Read(Encoding.UTF8.GetBytes(text), "some/file.json"));

        Assert.StartsWith("some/file.json is not a quarantined record.", error.Message, StringComparison.Ordinal);
    }
}
