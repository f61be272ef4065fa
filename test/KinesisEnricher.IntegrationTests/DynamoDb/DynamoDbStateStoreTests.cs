using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.IntegrationTests.DynamoDb;

[Collection(DynaliteCollection.Name)]
public sealed class DynamoDbStateStoreTests : IAsyncLifetime
{
    readonly Dynalite _dynalite;
    readonly HttpFaultProxy _proxy;
    string _table = "";
    DynamoDbStateStore _store = null!;

    public DynamoDbStateStoreTests(Dynalite dynalite)
    {
        _dynalite = dynalite;
        _proxy = new HttpFaultProxy(dynalite.Endpoint);
    }

    public async Task InitializeAsync()
    {
        _table = await _dynalite.CreateTableAsync();
        _store = new DynamoDbStateStore(Tables.Open(_proxy.Endpoint, _table));
    }

    public async Task DisposeAsync()
    {
        _store.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Item_comes_back_as_it_was_written()
    {
        var marks = Marks.From([MarkOf("arn/shard/b", "0007", 0), MarkOf("arn/shard/a", new string('9', 56), 12)]);
        await _store.TryWriteAsync(new StateItem("LIMIT#1", 1, 3, marks, """{"used":12.5,"tags":[],"inner":{},"none":null,"text":""}"""u8.ToArray()), default);

        var item = (await _store.ReadAsync(["LIMIT#1"], default))["LIMIT#1"]!;

        Assert.Equal((1L, 3), (item.Rev, item.Version));
        Assert.Equal(marks.Entries.Select(mark => mark.ToString()), item.Marks.Entries.Select(mark => mark.ToString()));
        AssertSame("""{"used":12.5,"tags":[],"inner":{},"none":null,"text":""}""", item.Fields);
    }

    [Fact]
    public async Task Reads_wait_until_the_table_is_prepared_and_take_over_its_connection()
    {
        var held = HoldPreparation();
        var table = Tables.Open(_proxy.Endpoint, _table);
        using var store = new DynamoDbStateStore(table);

        table.Prepare();
        var reading = store.ReadAsync(["LIMIT#1"], default).AsTask();
        await Task.WhenAny(reading, Task.Delay(100));
        Assert.False(reading.IsCompleted);
        held.SetResult();

        Assert.Null((await reading)["LIMIT#1"]);
        Assert.Equal(2, _proxy.Count("BatchGetItem"));
    }

    [Fact]
    public async Task What_goes_wrong_while_the_table_is_prepared_fails_no_read()
    {
        _proxy.Rule = async (request, forward) =>
            request.Text.Contains("\"START-UP\"", StringComparison.Ordinal) ? ProxiedResponse.Error("AccessDeniedException") : await forward(request);
        var table = Tables.Open(_proxy.Endpoint, _table);
        using var store = new DynamoDbStateStore(table);

        table.Prepare();

        Assert.Null((await store.ReadAsync(["LIMIT#1"], default))["LIMIT#1"]);
    }

    [Fact]
    public async Task Table_whose_preparation_hangs_holds_up_no_read_for_long_and_nothing_of_it_goes_on()
    {
        var cut = HoldPreparation();
        var table = Tables.Open(_proxy.Endpoint, _table);
        using var store = new DynamoDbStateStore(table);

        table.Prepare();

        Assert.Null((await store.ReadAsync(["LIMIT#1"], default))["LIMIT#1"]);
        Assert.True(table.EndPreparationAsync(null, default).IsCompleted);
        cut.SetResult();
    }

    [Fact]
    public async Task Read_that_is_given_up_does_not_wait_until_the_table_is_prepared()
    {
        var held = HoldPreparation();
        var table = Tables.Open(_proxy.Endpoint, _table);
        using var store = new DynamoDbStateStore(table);
        using var gaveUp = new CancellationTokenSource();

        table.Prepare();
        var reading = store.ReadAsync(["LIMIT#1"], gaveUp.Token).AsTask();
        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        held.SetResult();
    }

    [Fact]
    public async Task Numbers_keep_all_their_digits_in_the_table()
    {
        const string fields = """{"a":12345678901234567890123456789012345678,"b":-0.00000000012345678901234567890123456789,"c":9.9e125,"d":1e-130}""";
        await _store.TryWriteAsync(Item("LIMIT#digits", 1, fields), default);

        var read = JsonNode.Parse((await _store.ReadAsync(["LIMIT#digits"], default))["LIMIT#digits"]!.Fields.Span)!;

        Assert.Equal("12345678901234567890123456789012345678", read["a"]!.ToJsonString());
        Assert.Equal(-0.00000000012345678901234567890123456789m, decimal.Parse(read["b"]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture));
        Assert.Equal(9.9e125, read["c"]!.GetValue<double>());
        Assert.Equal(1e-130, read["d"]!.GetValue<double>());
    }

    [Fact]
    public async Task Item_can_be_read_by_a_person()
    {
        await _store.TryWriteAsync(new StateItem("LIMIT#p", 1, 2, Marks.From([MarkOf("arn/shard/a", "17", 3)]), """{"userId":"u-1","used":12.50}"""u8.ToArray()), default);

        using var client = _dynalite.Client();
        var item = (await client.GetItemAsync(_table, new() { ["pk"] = new() { S = "LIMIT#p" } })).Item;

        Assert.Equal(("2", "1", "u-1", "12.5"), (item["v"].N, item["rev"].N, item["userId"].S, item["used"].N));
        var mark = Assert.Single(item["marks"].L).M;
        Assert.Equal(("arn/shard/a", "17.000003"), (mark["source"].S, mark["at"].S));
    }

    [Fact]
    public async Task Write_needs_the_item_to_be_as_it_was_read()
    {
        Assert.False(await _store.TryWriteAsync(Item("LIMIT#c", 2), default));
        Assert.True(await _store.TryWriteAsync(Item("LIMIT#c", 1), default));
        Assert.False(await _store.TryWriteAsync(Item("LIMIT#c", 1), default));
        Assert.False(await _store.TryWriteAsync(Item("LIMIT#c", 3), default));
        Assert.True(await _store.TryWriteAsync(Item("LIMIT#c", 2), default));
        Assert.Equal(2, (await _store.ReadAsync(["LIMIT#c"], default))["LIMIT#c"]!.Rev);
    }

    [Fact]
    public async Task One_of_many_writers_wins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _store.TryWriteAsync(Item("LIMIT#race", 1), default).AsTask()));
        Assert.Equal(1, won.Count(win => win));
    }

    [Fact]
    public async Task Reads_a_hundred_keys_a_call_consistently()
    {
        await _store.TryWriteAsync(Item("LIMIT#250", 1), default);

        var found = await _store.ReadAsync([.. Enumerable.Range(1, 250).Select(i => $"LIMIT#{i}")], default);

        Assert.Equal(250, found.Count);
        Assert.NotNull(found["LIMIT#250"]);
        Assert.Equal(249, found.Values.Count(item => item is null));
        Assert.Equal(3, _proxy.Count("BatchGetItem"));
        Assert.All(_proxy.Requests.Where(request => request.Operation == "BatchGetItem"), request => Assert.Contains("\"ConsistentRead\":true", request.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unprocessed_keys_are_left_out()
    {
        _proxy.Rule = Tables.HalfUnprocessed;
        var found = await _store.ReadAsync(["A#1", "A#2", "A#3"], default);
        Assert.Equal(["A#1", "A#3"], found.Keys.Order());
    }

    [Fact]
    public async Task Batch_that_fails_takes_no_other_with_it()
    {
        _proxy.Rule = async (request, forward) => request.Text.Contains("\"A#150\"", StringComparison.Ordinal) ? ProxiedResponse.Error("ThrottlingException") : await forward(request);
        var found = await _store.ReadAsync([.. Enumerable.Range(1, 250).Select(i => $"A#{i}")], default);
        Assert.Equal(150, found.Count);
        Assert.DoesNotContain("A#150", found.Keys);
    }

    [Fact]
    public async Task Key_that_no_item_can_have_has_none_and_spoils_no_batch()
    {
        var key = "LIMIT#" + new string('x', 2048);
        await _store.TryWriteAsync(Item("LIMIT#short", 1), default);
        var found = await _store.ReadAsync(["LIMIT#short", key, ""], default);
        Assert.NotNull(found["LIMIT#short"]);
        Assert.Null(found[key]);
        Assert.Null(found[""]);
    }

    [Fact]
    public async Task Item_of_somebody_else_is_named_and_spoils_no_other()
    {
        using var client = _dynalite.Client();
        await client.PutItemAsync(_table, new() { ["pk"] = new() { S = "LIMIT#alien" }, ["rev"] = new() { S = "one" } });
        await _store.TryWriteAsync(Item("LIMIT#own", 1), default);

        Assert.Equal(["LIMIT#own"], (await _store.ReadAsync(["LIMIT#own", "LIMIT#alien"], default)).Keys);
        var fault = await Assert.ThrowsAsync<FormatException>(async () => await _store.ReadAsync(["LIMIT#alien"], default));
        Assert.Contains("LIMIT#alien", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_past_its_time_to_live_counts_as_present()
    {
        using var client = _dynalite.Client();
        await client.PutItemAsync(_table, new()
        {
            ["pk"] = new() { S = "LIMIT#old" }, ["v"] = new() { N = "1" }, ["rev"] = new() { N = "4" }, ["marks"] = new() { L = [], IsLSet = true },
            ["expiresAt"] = new() { N = "1000000000" }, ["used"] = new() { N = "5" },
        });

        var item = (await _store.ReadAsync(["LIMIT#old"], default))["LIMIT#old"]!;

        AssertSame("""{"used":5}""", item.Fields);
        Assert.True(await _store.TryWriteAsync(item with { Rev = 5 }, default));
    }

    [Fact]
    public async Task Field_with_a_name_of_the_items_own_is_refused()
    {
        var fault = await Assert.ThrowsAsync<FormatException>(async () => await _store.TryWriteAsync(Item("LIMIT#n", 1, """{"rev":7}"""), default));
        Assert.Contains("LIMIT#n", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'rev'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_table_is_named_with_what_to_set()
    {
        using var store = new DynamoDbStateStore(Tables.Open(_dynalite.Endpoint, "no-such-table"));
        await AssertExplainedAsync(store, "'no-such-table'", _dynalite.Endpoint.ToString(), "AWS_TABLE_NAME");
    }

    [Theory]
    [InlineData("id", "S")]
    [InlineData("pk", "N")]
    public async Task Table_with_other_keys_is_named_with_what_it_needs(string key, string type)
    {
        var table = await _dynalite.CreateTableAsync(key, new ScalarAttributeType(type));
        using var store = new DynamoDbStateStore(Tables.Open(_dynalite.Endpoint, table));
        await AssertExplainedAsync(store, $"'{table}'", "'pk'", "AWS_TABLE_NAME");
    }

    [Theory]
    [InlineData("UnrecognizedClientException")]
    [InlineData("InvalidSignatureException")]
    [InlineData("AccessDeniedException")]
    [InlineData("ExpiredTokenException")]
    public async Task Refusal_says_which_credentials_to_look_at(string error)
    {
        _proxy.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(ProxiedResponse.Error(error, "The token is invalid."));
        await AssertExplainedAsync(_store, error, "AWS_ACCESS_KEY_ID", _table);
    }

    [Fact]
    public async Task Address_where_nobody_listens_is_named_with_what_to_set()
    {
        var endpoint = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        using var store = new DynamoDbStateStore(Tables.Open(endpoint, _table));
        await AssertExplainedAsync(store, endpoint.ToString(), "AWS_ENDPOINT_URL_DYNAMODB");
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException")]
    [InlineData("ThrottlingException")]
    [InlineData("RequestLimitExceeded")]
    public async Task Throttle_is_called_one(string error)
    {
        _proxy.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(ProxiedResponse.Error(error));
        await AssertExplainedAsync(_store, "Throttled", _table);
    }

    [Fact]
    public async Task Cut_connections_are_faults_and_the_next_call_works()
    {
        _proxy.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(null);
        await AssertExplainedAsync(_store, _table);
        _proxy.Rule = async (request, forward) => await forward(request);
        Assert.True(await _store.TryWriteAsync(Item("LIMIT#again", 1), default));
    }

    [Fact]
    public async Task Cancelled_calls_end_as_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var answer = new TaskCompletionSource<ProxiedResponse?>();
        _proxy.Rule = async (_, _) =>
        {
            await cancelled.CancelAsync();
            return await answer.Task;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _store.ReadAsync(["A#1"], cancelled.Token));
        answer.SetResult(null);
    }

    static async Task AssertExplainedAsync(DynamoDbStateStore store, params string[] words)
    {
        var read = await Assert.ThrowsAsync<DynamoDbAccessException>(async () => await store.ReadAsync(["LIMIT#1"], default));
        var write = await Assert.ThrowsAsync<DynamoDbAccessException>(async () => await store.TryWriteAsync(Item("LIMIT#1", 1), default));
        foreach (var word in words)
        {
            Assert.Contains(word, read.Message, StringComparison.Ordinal);
            Assert.Contains(word, write.Message, StringComparison.Ordinal);
        }
    }

    static StateItem Item(string key, long rev, string fields = "{}") => new(key, rev, 1, Marks.None, Encoding.UTF8.GetBytes(fields));

    static Mark MarkOf(string source, string sequence, int sub) => new(source, new Position(SequenceNumber.Parse(sequence), sub));

    static void AssertSame(string expected, ReadOnlyMemory<byte> actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.Span)), Encoding.UTF8.GetString(actual.Span));

    /// <summary>Has the call that prepares the table go unanswered.</summary>
    /// <returns>Lets it through.</returns>
    TaskCompletionSource HoldPreparation()
    {
        var held = new TaskCompletionSource();
        _proxy.Rule = async (request, forward) =>
        {
            if (request.Text.Contains("\"START-UP\"", StringComparison.Ordinal))
                await held.Task;
            return await forward(request);
        };
        return held;
    }
}
