using System.IO.Compression;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using static KinesisEnricher.Tests.Kinesis.Compressed;
using static KinesisEnricher.Tests.Kinesis.EventJson;
using static KinesisEnricher.Tests.Kinesis.UserRecords;

namespace KinesisEnricher.Tests.Kinesis;

public sealed class RecordExpanderTests
{
    const string Json = """{"type":"USER_LIMIT_CREATED","n":[1,2,3],"text":"ääääääääääääää"}""";

    static void AssertFault(byte[] data, string reason, string detail = "")
    {
        var record = ExpandOne(data);
        Assert.Equal(reason, record.Fault?.Reason);
        Assert.Contains(detail, record.Fault!.Detail, StringComparison.Ordinal);
        Assert.Equal(data, record.Data.ToArray());
        Assert.Equal(data, record.Payload.ToArray());
    }

    static void AssertPayload(string expected, byte[] data)
    {
        var record = ExpandOne(data);
        Assert.Null(record.Fault);
        Assert.Equal(expected, Text(record.Payload));
        Assert.Equal(data, record.Data.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("plain text")]
    [InlineData("x what zlib could begin with")]
    [InlineData("5")]
    public void What_is_not_compressed_stays_as_it_is(string text) => AssertPayload(text, Utf8(text));

    [Fact]
    public void Gzip_zlib_and_Brotli_are_taken_off()
    {
        AssertPayload(Json, Gzip(Utf8(Json)));
        AssertPayload(Json, Zlib(Utf8(Json)));
        AssertPayload(Json, Brotli(Utf8(Json)));
        AssertPayload("[1]", Brotli(Utf8("[1]")));
    }

    [Fact]
    public void Every_level_and_size_is_taken_off()
    {
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            foreach (var size in new[] { 0, 1, 100, 65_535, 65_536, 300_000 })
            {
                var text = string.Concat(Enumerable.Range(0, (size / 8) + 1).Select(i => $"{i * 7919 % 1000:D4}abcd"))[..size];
                AssertPayload(text, Gzip(Utf8(text), level));
                AssertPayload(text, Zlib(Utf8(text), level));
                if (size > 0)
                    AssertPayload(text, Brotli(Utf8(text), level));
            }
        }
    }

    [Fact]
    public void A_byte_order_mark_is_cut_off_the_payload_compressed_or_not()
    {
        AssertPayload(Json, Utf8("\uFEFF" + Json));
        AssertPayload(Json, Gzip(Utf8("\uFEFF" + Json)));
        AssertPayload("", Utf8("\uFEFF"));
    }

    [Fact]
    public void Gzip_of_many_members_is_one_payload()
    {
        AssertPayload("onetwothree", [.. Gzip(Utf8("one")), .. Gzip(Utf8("two")), .. Gzip([]), .. Gzip(Utf8("three"))]);

        // Many times what a decoder reads at once, so that members begin and end anywhere in it.
        AssertPayload(string.Concat(Enumerable.Repeat("one", 2000)), [.. Enumerable.Repeat(Gzip(Utf8("one")), 2000).SelectMany(member => member)]);
    }

    [Fact]
    public void What_follows_without_being_a_gzip_member_is_passed_over()
    {
        foreach (var tail in new byte[][] { [0], new byte[10_000], [0xFF], [0x1E, 0x8B], Utf8("{}") })
        {
            AssertPayload(Json, [.. Gzip(Utf8(Json)), .. tail]);
            AssertPayload(Json + Json, [.. Gzip(Utf8(Json)), .. Gzip(Utf8(Json)), .. tail]);
            AssertPayload(Json, [.. Zlib(Utf8(Json)), .. tail]);
        }
    }

    [Fact]
    public void A_later_member_is_a_fault_wherever_it_is_cut()
    {
        var member = Gzip(Utf8("two"));
        for (var length = 1; length < member.Length; length++)
            AssertFault([.. Gzip(Utf8("one")), .. member[..length]], FaultReasons.Gzip, "ends too early");
    }

    [Fact]
    public void A_gzip_header_may_have_extra_data_a_name_and_a_comment()
    {
        var plain = Gzip(Utf8(Json));
        byte[] whole = [0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', 0, .. plain[10..]];

        AssertPayload(Json, whole);
        for (var length = 2; length < whole.Length; length++)
            AssertFault(whole[..length], FaultReasons.Gzip);
        AssertFault([0x1F, 0x8B, 8, 0x20, .. plain[4..]], FaultReasons.Gzip);
        AssertFault([0x1F, 0x8B, 7, 0, .. plain[4..]], FaultReasons.Gzip);
    }

    [Fact]
    public void Truncated_gzip_and_zlib_are_faults_wherever_they_are_cut()
    {
        var (gzip, zlib) = (Gzip(Utf8(Json)), Zlib(Utf8(Json)));
        for (var length = 2; length < gzip.Length; length++)
            AssertFault(gzip[..length], FaultReasons.Gzip, $"ends too early, after {length} bytes");
        for (var length = 2; length < zlib.Length; length++)
            AssertFault(zlib[..length], FaultReasons.Zlib, $"ends too early, after {length} bytes");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    public void Large_data_are_a_fault_wherever_they_are_cut(string format)
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var whole = format == "gzip" ? Gzip(bytes) : Zlib(bytes);

        // What a decoder reads at once is of that size: the cut lies right at, before and behind such a step.
        foreach (var length in new[] { 8191, 8192, 8193, 81_920, 98_304, whole.Length - 5, whole.Length - 1 })
            AssertFault(whole[..length], format, "ends too early");
        Assert.Equal(bytes, ExpandOne(whole).Payload.ToArray());
    }

    [Fact]
    public void Any_bit_of_gzip_that_matters_is_checked()
    {
        var gzip = Gzip(Utf8(Json));
        for (var i = 10; i < gzip.Length; i++)
        {
            var damaged = gzip.ToArray();
            damaged[i] ^= 0x40;
            var record = ExpandOne(damaged);

            // A flipped bit may lie in the padding behind the last block; whatever is accepted is right.
            if (record.Fault is null)
                Assert.Equal(Json, Text(record.Payload));
            else
                Assert.Equal(FaultReasons.Gzip, record.Fault.Reason);
        }
        gzip[^8] ^= 1;
        AssertFault(gzip, FaultReasons.Gzip, "damaged");
        gzip[^8] ^= 1;
        gzip[^1] ^= 1;
        AssertFault(gzip, FaultReasons.Gzip, "damaged");
    }

    [Fact]
    public void A_wrong_checksum_of_zlib_is_a_fault()
    {
        var zlib = Zlib(Utf8(Json));
        zlib[^1] ^= 1;
        AssertFault(zlib, FaultReasons.Zlib, "damaged");
    }

    [Fact]
    public void What_merely_starts_like_gzip_or_zlib_is_a_fault_with_its_bytes_kept()
    {
        AssertFault([0x1F, 0x8B], FaultReasons.Gzip);
        AssertFault([0x1F, 0x8B, .. Utf8("and then text, more than a header")], FaultReasons.Gzip);
        AssertFault([0x78, 0x9C], FaultReasons.Zlib);
        AssertFault([0x78, 0x9C, .. Utf8("and then text")], FaultReasons.Zlib);
        AssertPayload("\u001F", [0x1F]);
        AssertPayload("x", [0x78]);
        AssertPayload("xx", [0x78, 0x78]);
    }

    [Fact]
    public void Brotli_that_does_not_decode_to_its_end_stays_as_it_is()
    {
        var brotli = Brotli(Utf8(Json));
        foreach (var data in new byte[][] { brotli[..^1], [.. brotli, 0], Brotli([]) })
        {
            var record = ExpandOne(data);
            Assert.Null(record.Fault);
            Assert.Equal(data, record.Payload.ToArray());
        }
    }

    [Fact]
    public void Up_to_three_layers_are_taken_off()
    {
        AssertPayload(Json, Gzip(Zlib(Brotli(Utf8(Json)))));
        AssertPayload(Json, Brotli(Brotli(Gzip(Utf8(Json)))));
        AssertPayload(Json, Gzip(Gzip(Gzip(Utf8(Json)))));
        AssertFault(Gzip(Gzip(Gzip(Gzip(Utf8(Json))))), FaultReasons.Nesting, "more than 3 times");
        AssertFault(Gzip(Gzip(Gzip(Zlib(Utf8(Json))))), FaultReasons.Nesting);
        AssertFault(Gzip(Gzip(Gzip(Brotli(Utf8(Json))))), FaultReasons.Nesting);
    }

    [Fact]
    public void A_fault_inside_a_layer_keeps_the_outermost_bytes() => AssertFault(Gzip(Gzip(Utf8(Json))[..^1]), FaultReasons.Gzip);

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("brotli")]
    public void A_payload_of_just_the_limit_passes_and_one_byte_more_does_not(string format)
    {
        byte[] Make(int size) => format switch
        {
            "gzip" => Gzip(new byte[size]),
            "zlib" => Zlib(new byte[size]),
            _ => Brotli(new byte[size]),
        };
        foreach (var limit in new[] { 1, 257, 258, 259, 100_000, 1 << 20 })
        {
            var record = ExpandOne(Make(limit), limit);
            Assert.Null(record.Fault);
            Assert.Equal(limit, record.Payload.Length);

            record = ExpandOne(Make(limit + 1), limit);
            Assert.Equal(FaultReasons.TooLarge, record.Fault?.Reason);
            Assert.Contains($"{limit} bytes", record.Fault!.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Stored_blocks_stop_at_the_limit_too()
    {
        var data = Gzip(new byte[70_000], CompressionLevel.NoCompression);

        Assert.Null(ExpandOne(data, 70_000).Fault);
        Assert.Equal(FaultReasons.TooLarge, ExpandOne(data, 69_999).Fault?.Reason);
    }

    [Fact]
    public void A_bomb_of_a_gigabyte_stops_at_the_limit()
    {
        var bomb = Bomb(1L << 30);
        Assert.InRange(bomb.Length, 0, 1_100_000);
        var batch = Batch(bomb, Utf8("{}"));

        using var expander = new RecordExpander(batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(expander.TryRead(out var record));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(FaultReasons.TooLarge, record.Fault?.Reason);
        Assert.Equal(bomb, record.Data.ToArray());
        Assert.InRange(allocated, 0, 3L * RecordExpander.DefaultMaxPayloadBytes);
        Assert.True(expander.TryRead(out record));
        Assert.Equal("{}", Text(record.Payload));
    }

    [Fact]
    public void User_records_of_an_aggregate_are_decompressed_one_by_one()
    {
        var writer = new KplAggregateWriter();
        writer.Add("a", null, Gzip(Utf8(Json)));
        writer.Add("b", null, Utf8("{}"));
        writer.Add("c", null, Gzip(Utf8(Json))[..^1]);
        writer.Add("d", null, Brotli(Utf8(Json)));

        var expanded = Expand(writer.ToArray());

        Assert.Equal([0, 1, 2, 3], expanded.Select(record => record.SubSequence));
        Assert.Equal([Json, "{}", Json], expanded.Where(record => record.Fault is null).Select(record => Text(record.Payload)));
        Assert.Equal(FaultReasons.Gzip, expanded[2].Fault?.Reason);
        Assert.Equal(Gzip(Utf8(Json))[..^1], expanded[2].Data.ToArray());
    }

    [Fact]
    public void An_aggregate_inside_gzip_is_not_taken_apart()
    {
        var writer = new KplAggregateWriter();
        writer.Add("a", null, Utf8(Json));
        var aggregate = writer.ToArray();

        Assert.Equal(aggregate, ExpandOne(Gzip(aggregate)).Payload.ToArray());
    }

    [Fact]
    public void Bytes_never_pass_through_text()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)(255 - i)).ToArray();

        Assert.Equal(bytes, ExpandOne(Gzip(bytes)).Payload.ToArray());
    }

    [Fact]
    public void A_record_that_the_reader_could_not_read_passes_through_with_its_fault()
    {
        var batch = KinesisEventReader.Read(Utf8(Event(Record(), Record(data: "\"?\""), "5", Record(sequenceNumber: "\"x\""))));

        var expanded = Expand(batch);

        Assert.Equal([null, FaultReasons.Base64, FaultReasons.Record, FaultReasons.SequenceNumber], expanded.Select(record => record.Fault?.Reason));
        Assert.Equal([0, 1, 2, 3], expanded.Select(record => record.RecordIndex));
        Assert.Equal(["{}", "?", "5", "{}"], expanded.Select(record => Text(record.Data)));
    }

    [Fact]
    public void An_empty_batch_has_no_user_records() => Assert.Empty(Expand(KinesisBatch.Empty));

    [Fact]
    public void The_same_sequence_number_twice_is_two_user_records()
    {
        var expanded = Expand(KinesisEventReader.Read(Utf8(Event(Record(), Record()))));

        Assert.Equal([0, 1], expanded.Select(record => record.RecordIndex));
    }

    [Fact]
    public void Buffered_bytes_are_the_decompressed_ones_since_the_last_release()
    {
        using var expander = new RecordExpander(Batch(Gzip(new byte[1000]), Utf8("{}"), Zlib(new byte[500]), Gzip(new byte[200_000])));

        Assert.True(expander.TryRead(out _));
        Assert.Equal(1000, expander.DecompressedBytes);
        Assert.True(expander.TryRead(out _));
        Assert.Equal(1000, expander.DecompressedBytes);
        Assert.True(expander.TryRead(out _));
        Assert.Equal(1500, expander.DecompressedBytes);

        expander.ReleaseBuffers();
        Assert.Equal(0, expander.DecompressedBytes);
        Assert.True(expander.TryRead(out var last));
        Assert.Equal(200_000, expander.DecompressedBytes);
        Assert.Equal(200_000, last.Payload.Length);
    }

    [Fact]
    public void Payloads_stay_until_they_are_released()
    {
        var texts = Enumerable.Range(0, 500).Select(i => string.Concat(Enumerable.Repeat($"[{i}]", (i % 50 * 40) + 1))).ToArray();

        var expanded = Expand([.. texts.Select((text, i) => i % 2 == 0 ? Gzip(Utf8(text)) : Brotli(Utf8(text)))]);

        Assert.Equal(texts, expanded.Select(record => Text(record.Payload)));
    }

    [Fact]
    public void Plain_records_are_expanded_without_an_allocation()
    {
        var batch = Batch([.. Enumerable.Range(0, 1000).Select(_ => Utf8(Json))]);
        Expand(batch);
        using var expander = new RecordExpander(batch);
        Assert.True(expander.TryRead(out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (expander.TryRead(out _))
        {
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Gzip_records_are_expanded_without_a_buffer_each()
    {
        var batch = Batch([.. Enumerable.Range(0, 1000).Select(_ => Gzip(Utf8(Json)))]);
        using var expander = new RecordExpander(batch);
        Assert.True(expander.TryRead(out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (expander.TryRead(out _))
        {
        }

        // The decoder's few objects for each, and the buffers that all of them share.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_bytes_as_a_records_data_give_one_record(int seed)
    {
        var random = new Random(seed);
        byte[][] starts = [[], [0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0x78, 0x9C], [0x78, 1], [0x78, 0x9C, 5], [0xF3, 0x89, 0x9A, 0xC2], [0x0B]];
        for (var round = 0; round < 500; round++)
        {
            var tail = new byte[random.Next(80)];
            random.NextBytes(tail);
            byte[] data = [.. starts[random.Next(starts.Length)], .. tail];

            var record = ExpandOne(data, maxPayloadBytes: 100_000);

            Assert.Equal(data, record.Data.ToArray());
            if (record.Fault is not null)
                Assert.Equal(data, record.Payload.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Damaged_compressed_data_is_right_or_a_fault(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var text = new StringBuilder();
            string[] words = ["limit", "user", "turbine", "\"", "{}", "0", "Zürich "];
            for (var length = random.Next(1, 200); length > 0; length--)
                text.Append(words[random.Next(words.Length)]).Append(random.Next(3) == 0 ? $"{random.Next()}" : "");
            var expected = text.ToString();
            var isGzip = round % 2 == 0;
            var data = isGzip ? Gzip(Utf8(expected), (CompressionLevel)random.Next(4)) : Zlib(Utf8(expected), (CompressionLevel)random.Next(4));
            for (var times = random.Next(3); times > 0; times--)
                data[random.Next(2, data.Length)] = (byte)random.Next(256);

            var record = ExpandOne(data, maxPayloadBytes: 1_000_000);

            if (record.Fault is null && (isGzip || data[1] is 0x01 or 0x5E or 0x9C or 0xDA))
                Assert.Equal(expected, Text(record.Payload));
        }
    }
}
