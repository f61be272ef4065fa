using System.Text;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.Aws;

[Collection(KinesaliteCollection.Name)]
public sealed class KinesisClientTests(Kinesalite kinesalite) : IDisposable
{
    readonly KinesisClient _client = KinesaliteStreams.Connect(kinesalite.Endpoint);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Records_come_back_as_they_were_put()
    {
        var stream = await _client.CreateStreamAsync();
        var results = await _client.PutRecordsAsync(stream, [Entry("a", "1"), Entry("ключ \"b\"", "")], CancellationToken.None);
        var third = await _client.PutRecordAsync(stream, Entry("c", "3"), CancellationToken.None);

        var read = await _client.ReadAllAsync(stream);

        Assert.Equal(["a", "ключ \"b\"", "c"], read.Select(record => record.PartitionKey));
        Assert.Equal(["1", "", "3"], read.Select(record => Encoding.UTF8.GetString(record.Data.Span)));
        Assert.Equal([.. results.Select(result => result.SequenceNumber), third.SequenceNumber], read.Select(record => record.SequenceNumber));
    }

    [Fact]
    public async Task Reading_starts_where_it_is_told()
    {
        var stream = await _client.CreateStreamAsync();
        var before = await _client.PutRecordAsync(stream, Entry("a", "1"), CancellationToken.None);
        var after = await _client.PutRecordAsync(stream, Entry("a", "2"), CancellationToken.None);
        var arrival = (await _client.ReadAllAsync(stream))[1].ArrivalTime;

        Assert.Equal(["1", "2"], await ReadAsync(IteratorStart.TrimHorizon));
        Assert.Equal(["1", "2"], await ReadAsync(IteratorStart.At(before.SequenceNumber!)));
        Assert.Equal(["2"], await ReadAsync(IteratorStart.After(before.SequenceNumber!)));
        Assert.Empty(await ReadAsync(IteratorStart.After(after.SequenceNumber!)));
        Assert.Contains("2", await ReadAsync(IteratorStart.AtTimestamp(arrival)));
        Assert.Empty(await ReadAsync(IteratorStart.Latest));

        async Task<IEnumerable<string>> ReadAsync(IteratorStart start) =>
            (await _client.ReadAsync(stream, before.ShardId!, start)).Select(record => Encoding.UTF8.GetString(record.Data.Span));
    }

    [Fact]
    public async Task Reading_starts_behind_the_newest_record_at_a_time_that_is_newer()
    {
        var stream = await _client.CreateStreamAsync();
        var old = await _client.PutRecordAsync(stream, Entry("a", "1"), CancellationToken.None);
        var arrival = (await _client.ReadAllAsync(stream))[0].ArrivalTime;
        while (DateTimeOffset.UtcNow < arrival.AddMilliseconds(3))
            await Task.Delay(1);

        var iterator = await _client.GetShardIteratorAsync(stream, old.ShardId!, IteratorStart.AtTimestamp(arrival.AddMilliseconds(2)), CancellationToken.None);
        await _client.PutRecordAsync(stream, Entry("a", "2"), CancellationToken.None);

        var read = await _client.GetRecordsAsync(iterator, 10, CancellationToken.None);
        Assert.Equal("2", Encoding.UTF8.GetString(Assert.Single(read.Records).Data.Span));
    }

    [Fact]
    public async Task A_time_to_come_is_refused()
    {
        var stream = await _client.CreateStreamAsync();

        var start = IteratorStart.AtTimestamp(DateTimeOffset.UtcNow.AddHours(1));

        Assert.Equal(KinesisFault.Invalid, (await FaultOf(_client.GetShardIteratorAsync(stream, "shardId-000000000000", start, CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task Splitting_and_merging_leave_the_parents_closed()
    {
        var stream = await _client.CreateStreamAsync();

        await _client.SplitShardAsync(stream, "shardId-000000000000", "170141183460469231731687303715884105728", CancellationToken.None);
        await _client.WaitAsync(stream);
        await _client.MergeShardsAsync(stream, "shardId-000000000001", "shardId-000000000002", CancellationToken.None);
        var summary = await _client.WaitAsync(stream);
        var shards = await _client.ListShardsAsync(stream, CancellationToken.None);

        Assert.Equal(1, summary.OpenShards);
        Assert.Equal([false, false, false, true], shards.Select(shard => shard.IsOpen));
        Assert.Equal("shardId-000000000000", shards[2].ParentShardId);
        Assert.Equal(("shardId-000000000001", "shardId-000000000002"), (shards[3].ParentShardId, shards[3].AdjacentParentShardId));
        Assert.Equal("0", shards[3].StartingHashKey);
    }

    [Fact]
    public async Task A_closed_shard_ends()
    {
        var stream = await _client.CreateStreamAsync();
        var iterator = await _client.GetShardIteratorAsync(stream, "shardId-000000000000", IteratorStart.TrimHorizon, CancellationToken.None);
        await _client.SplitShardAsync(stream, "shardId-000000000000", "170141183460469231731687303715884105728", CancellationToken.None);
        await _client.WaitAsync(stream);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var next = iterator; next is not null;)
            next = (await _client.GetRecordsAsync(next, 10, patience.Token)).NextIterator;
    }

    [Fact]
    public async Task Streams_are_described_and_listed()
    {
        var stream = await _client.CreateStreamAsync(shards: 3);

        var summary = await _client.DescribeStreamAsync(stream, CancellationToken.None);

        Assert.Equal((stream, 3, TimeSpan.FromHours(24), true), (summary.Name, summary.OpenShards, summary.Retention, summary.IsReady));
        Assert.EndsWith($":stream/{stream}", summary.Arn, StringComparison.Ordinal);
        Assert.Contains(stream, await _client.ListStreamsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Faults_are_told_apart()
    {
        var stream = await _client.CreateStreamAsync();

        Assert.Equal(KinesisFault.NotFound, (await FaultOf(_client.DescribeStreamAsync("nowhere", CancellationToken.None))).Fault);
        Assert.Equal(KinesisFault.InUse, (await FaultOf(_client.CreateStreamAsync(stream, 1, CancellationToken.None))).Fault);
        Assert.Equal(KinesisFault.Invalid, (await FaultOf(_client.PutRecordAsync(stream, Entry("", "1"), CancellationToken.None))).Fault);
        Assert.Equal(KinesisFault.Invalid, (await FaultOf(_client.GetRecordsAsync("made up", 1, CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        using var client = KinesaliteStreams.Connect(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}"));

        Assert.Equal(KinesisFault.Unreachable, (await FaultOf(client.ListStreamsAsync(CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task A_cut_connection_is_unreachable_and_the_next_call_has_another()
    {
        var cut = true;
        await using var proxy = new HttpFaultProxy(kinesalite.Endpoint, async (request, forward) => cut ? null : await forward(request));
        using var client = KinesaliteStreams.Connect(proxy.Endpoint);

        Assert.Equal(KinesisFault.Unreachable, (await FaultOf(client.ListStreamsAsync(CancellationToken.None))).Fault);
        cut = false;
        await client.ListStreamsAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Requests_are_signed()
    {
        await using var proxy = new HttpFaultProxy(kinesalite.Endpoint);
        using var client = KinesaliteStreams.Connect(proxy.Endpoint);

        await client.ListStreamsAsync(CancellationToken.None);

        var request = Assert.Single(proxy.Requests);
        Assert.Matches(
            "^AWS4-HMAC-SHA256 Credential=key/[0-9]{8}/us-east-1/kinesis/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$",
            request.Headers["Authorization"]);
    }

    static PutEntry Entry(string key, string data) => new(key, Encoding.UTF8.GetBytes(data));

    static Task<KinesisException> FaultOf(Task call) => Assert.ThrowsAsync<KinesisException>(() => call);
}
