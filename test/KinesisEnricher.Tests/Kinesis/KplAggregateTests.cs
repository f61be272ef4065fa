using System.Security.Cryptography;
using KinesisEnricher.Core.Kinesis;
using static KinesisEnricher.Tests.Kinesis.EventJson;
using static KinesisEnricher.Tests.Kinesis.UserRecords;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class KplAggregateTests
{
    static byte[] Aggregate(params (string Key, string? HashKey, string Data)[] records)
    {
        var writer = new KplAggregateWriter();
        foreach (var (key, hashKey, data) in records)
            writer.Add(key, hashKey, Utf8(data));
        return writer.ToArray();
    }

    static byte[] Sealed(params byte[] message) => [0xF3, 0x89, 0x9A, 0xC2, .. message, .. MD5.HashData(message)];

    static void AssertPlain(byte[] data)
    {
        var record = ExpandOne(data);
        Assert.Equal(data, record.Data.ToArray());
        Assert.Equal("parent-0", record.PartitionKey);
        Assert.Equal(0, record.SubSequence);
        Assert.Null(record.Fault);
        Assert.False(record.IsEmptyAggregate);
    }

    static void AssertKeptWhole(byte[] data, string detail)
    {
        var record = ExpandOne(data);
        Assert.Equal(data, record.Data.ToArray());
        Assert.Equal("parent-0", record.PartitionKey);
        Assert.Equal(FaultReasons.Kpl, record.Fault?.Reason);
        Assert.Contains(detail, record.Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_format_is_that_of_the_published_layout()
    {
        byte[] message =
        [
            0x0A, 1, (byte)'a', 0x0A, 1, (byte)'b', 0x12, 1, (byte)'7',
            0x1A, 7, 0x08, 0, 0x10, 0, 0x1A, 1, (byte)'x',
            0x1A, 6, 0x08, 1, 0x1A, 2, (byte)'y', (byte)'z',
        ];

        Assert.Equal(Sealed(message), Aggregate(("a", "7", "x"), ("b", null, "yz")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(200)]
    public void User_records_come_in_order_with_their_keys_and_places(int count)
    {
        var records = Enumerable.Range(0, count).Select(i => ($"key-{i % 150}", (string?)null, $$"""{"n":{{i}}}""")).ToArray();

        var expanded = Expand(Utf8("{}"), Aggregate(records), Utf8("{}"));

        Assert.Equal(count + 2, expanded.Count);
        Assert.Equal((2, "parent-2", 0), (expanded[^1].RecordIndex, expanded[^1].PartitionKey, expanded[^1].SubSequence));
        for (var i = 0; i < count; i++)
        {
            var record = expanded[i + 1];
            Assert.Equal((1, i, $"key-{i % 150}"), (record.RecordIndex, record.SubSequence, record.PartitionKey));
            Assert.Equal($$"""{"n":{{i}}}""", Text(record.Data));
            Assert.Equal(record.Data, record.Payload);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("1", "2")]
    [InlineData("1", null)]
    [InlineData(null, "340282366920938463463374607431768211455")]
    public void Explicit_hash_keys_may_be_on_all_some_or_none(string? first, string? second)
    {
        var expanded = Expand(Aggregate(("a", first, "{}"), ("b", second, "[]"), ("a", first, "5")));

        Assert.Equal(["a", "b", "a"], expanded.Select(record => record.PartitionKey));
        Assert.Equal(["{}", "[]", "5"], expanded.Select(record => Text(record.Data)));
    }

    [Fact]
    public void Equal_keys_are_one_string()
    {
        var expanded = Expand(Aggregate(("k", null, "{}"), ("k", null, "{}")), Aggregate(("k", null, "{}")));

        Assert.Same(expanded[0].PartitionKey, expanded[1].PartitionKey);
        Assert.Same(expanded[0].PartitionKey, expanded[2].PartitionKey);
    }

    [Fact]
    public void What_is_too_short_or_has_another_magic_is_a_plain_record()
    {
        var aggregate = Aggregate(("k", null, "{}"));
        for (var length = 0; length <= 20; length++)
            AssertPlain(aggregate[..length]);
        AssertPlain(Sealed());
        for (var i = 0; i < 4; i++)
        {
            var other = aggregate.ToArray();
            other[i] ^= 1;
            AssertPlain(other);
        }
    }

    [Fact]
    public void Another_digest_makes_it_a_plain_record()
    {
        var aggregate = Aggregate(("k", null, "{}"));
        for (var i = 4; i < aggregate.Length; i++)
        {
            var damaged = aggregate.ToArray();
            damaged[i] ^= 0x10;
            AssertPlain(damaged);
        }
        AssertPlain([.. aggregate, 0]);
        AssertPlain(aggregate[..^1]);
    }

    public static TheoryData<byte[]> NotProtobuf => new(
        [0x0A],
        [0x0A, 5, 1],
        [0xFF],
        [0x1A, 2, 0x08],
        [0x1A, 2, 0x0E, 0],
        [0x00, 0],
        [0x07, 0],
        [0x0C],
        [0x23, 0x2C],
        [0x23],
        [0x21, 1, 2, 3],
        [0x25, 1, 2, 3],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        [0x20, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
        // A length of -1, and one of 2 GB.
        [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07],
        [0x1A, 0x80, 0x80, 0x80, 0x80, 0x08],
        [0x1A, 0x08, 0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

    [Theory]
    [MemberData(nameof(NotProtobuf))]
    public void The_right_digest_of_what_is_not_protobuf_is_a_plain_record(byte[] message) => AssertPlain(Sealed(message));

    [Fact]
    public void A_length_of_2_GB_is_refused_without_allocating_it()
    {
        var batch = Batch(Sealed(0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07));
        Expand(batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Expand(batch);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Unknown_fields_and_tags_are_passed_over()
    {
        var expanded = Expand(Sealed(
            0x20, 0x96, 0x01, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x32, 2, 9, 9, 0x3D, 1, 2, 3, 4,
            // A varint where the key table is looked for is another field.
            0x08, 5,
            0x1A, 12, 0x22, 3, 0x0A, 1, (byte)'t', 0x08, 0, 0x78, 7, 0x1A, 1, (byte)'x',
            // The table may come last, and an index in more bytes than it needs is still that index.
            0x1A, 6, 0x08, 0x81, 0, 0x1A, 1, (byte)'y', 0x0A, 1, (byte)'a', 0x0A, 1, (byte)'b'));

        Assert.Equal([("a", "x"), ("b", "y")], expanded.Select(record => (record.PartitionKey, Text(record.Data))));
    }

    [Fact]
    public void Of_a_field_given_twice_the_last_one_counts()
    {
        var record = ExpandOne(Sealed(0x0A, 1, (byte)'a', 0x0A, 1, (byte)'b', 0x1A, 10, 0x08, 0, 0x1A, 1, (byte)'x', 0x08, 1, 0x1A, 1, (byte)'y'));

        Assert.Equal(("b", "y"), (record.PartitionKey, Text(record.Data)));
    }

    [Fact]
    public void A_key_index_out_of_range_keeps_the_whole_aggregate()
    {
        AssertKeptWhole(
            Sealed(0x0A, 1, (byte)'a', 0x1A, 5, 0x08, 0, 0x1A, 1, (byte)'x', 0x1A, 5, 0x08, 1, 0x1A, 1, (byte)'y'), "index 1; the table has 1 keys");
        AssertKeptWhole(Sealed(0x1A, 5, 0x08, 0, 0x1A, 1, (byte)'x'), "index 0; the table has 0 keys");
        AssertKeptWhole(
            Sealed(0x0A, 0, 0x1A, 14, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x1A, 1, (byte)'x'), "index 18446744073709551615");
    }

    [Fact]
    public void A_record_without_key_or_data_keeps_the_whole_aggregate()
    {
        AssertKeptWhole(Sealed(0x0A, 1, (byte)'a', 0x1A, 5, 0x08, 0, 0x1A, 1, (byte)'x', 0x1A, 2, 0x08, 0), "record 1 of the aggregate has no data");
        AssertKeptWhole(Sealed(0x0A, 1, (byte)'a', 0x1A, 3, 0x1A, 1, (byte)'x'), "record 0 of the aggregate has no partition key index");
        AssertKeptWhole(Sealed(0x0A, 1, (byte)'a', 0x1A, 0), "record 0");
    }

    [Fact]
    public void A_faulty_aggregate_does_not_touch_the_next()
    {
        var expanded = Expand(Sealed(0x1A, 5, 0x08, 9, 0x1A, 1, (byte)'x'), Aggregate(("a", null, "1"), ("b", null, "2")), Sealed(0xFF), Utf8("{}"));

        Assert.Equal([(0, 0), (1, 0), (1, 1), (2, 0), (3, 0)], expanded.Select(record => (record.RecordIndex, record.SubSequence)));
        Assert.Equal([true, false, false, false, false], expanded.Select(record => record.Fault is not null));
    }

    [Fact]
    public void An_aggregate_without_records_is_one_empty_record()
    {
        var record = ExpandOne(Sealed(0x0A, 1, (byte)'a'));

        Assert.True(record.IsEmptyAggregate);
        Assert.Null(record.Fault);
        Assert.Equal(("parent-0", 0), (record.PartitionKey, record.SubSequence));
        Assert.True(record.Payload.IsEmpty);
    }

    [Fact]
    public void Empty_data_inside_an_aggregate_is_an_empty_payload()
    {
        var record = ExpandOne(Aggregate(("a", null, "")));

        Assert.True(record.Payload.IsEmpty);
        Assert.False(record.IsEmptyAggregate);
        Assert.Null(record.Fault);
    }

    [Fact]
    public void An_aggregate_inside_an_aggregate_stays_as_it_is()
    {
        var inner = Aggregate(("inner", null, "{}"));
        var writer = new KplAggregateWriter();
        writer.Add("outer", null, inner);

        var record = ExpandOne(writer.ToArray());

        Assert.Equal("outer", record.PartitionKey);
        Assert.Equal(inner, record.Payload.ToArray());
    }

    [Fact]
    public void The_writer_knows_its_length_and_can_begin_again()
    {
        var writer = new KplAggregateWriter();
        Assert.Equal(0, writer.Count);
        for (var i = 0; i < 300; i++)
        {
            writer.Add($"key-{i}", i % 3 == 0 ? $"{i}" : null, new byte[i]);
            Assert.Equal(writer.Length, writer.ToArray().Length);
        }
        Assert.Equal(300, writer.Count);
        Assert.Equal(300, Expand(writer.ToArray()).Count);

        writer.Clear();
        writer.Add("a", null, "{}"u8);

        Assert.Equal(Aggregate(("a", null, "{}")), writer.ToArray());
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_the_writer_packs_the_expander_unpacks(int seed)
    {
        var random = new Random(seed);
        var expected = new List<(string Key, byte[] Data)>();
        var writer = new KplAggregateWriter();
        for (var i = random.Next(1, 300); i > 0; i--)
        {
            var data = new byte[random.Next(300)];
            random.NextBytes(data);

            // Not what is taken for gzip or zlib: that is another test's matter.
            if (data.Length > 0)
                data[0] = (byte)'{';
            expected.Add(($"ключ-{random.Next(200)}", data));
            writer.Add(expected[^1].Key, random.Next(3) == 0 ? $"{random.Next()}" : null, data);
        }

        var actual = Expand(writer.ToArray());

        Assert.Equal(expected.Select(record => record.Key), actual.Select(record => record.PartitionKey));
        Assert.Equal(expected.Select(record => record.Data), actual.Select(record => record.Payload.ToArray()));
        Assert.Equal(Enumerable.Range(0, expected.Count), actual.Select(record => record.SubSequence));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_bytes_as_an_aggregate_lose_nothing(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var message = new byte[random.Next(1, 40)];
            random.NextBytes(message);
            if (round % 2 == 0)
            {
                var aggregate = Aggregate(("a", null, "{}"), ("b", "5", "{\"x\":1}"), ("a", null, ""));
                message = aggregate[4..^16];
                message[random.Next(message.Length)] = (byte)random.Next(256);
                message = message[..random.Next(1, message.Length + 1)];
            }
            var data = Sealed(message);

            var expanded = Expand(data);

            // Either the whole of it, or its parts: each with its place, and all of them bytes of the parent.
            Assert.NotEmpty(expanded);
            Assert.Equal(Enumerable.Range(0, expanded.Count), expanded.Select(record => record.SubSequence));
            if (expanded is [{ PartitionKey: "parent-0" } whole])
                Assert.Equal(data, whole.Data.ToArray());
            else
                Assert.All(expanded, record => Assert.True(data.AsSpan().IndexOf(record.Data.Span) >= 0 && record.Fault?.Reason != FaultReasons.Kpl));
        }
    }
}
