using System.Net;
using System.Text;
using Amazon.Runtime;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Runtime.Aws;

public sealed class KinesisClientTests
{
    static readonly AwsAccess Access = new(new BasicAWSCredentials("key", "secret"), "eu-west-1", null);

    [Fact]
    public async Task Records_are_put_as_the_service_reads_them()
    {
        var network = new StubHandler("""{"FailedRecordCount":0,"Records":[{"ShardId":"shardId-0","SequenceNumber":"1"},{"ShardId":"shardId-0","SequenceNumber":"2"}]}""");
        using var client = Client(network);

        var results = await client.PutRecordsAsync("out", [Entry("k\"1", "a"), Entry("k2", "bc") with { ExplicitHashKey = "7" }], CancellationToken.None);

        Assert.Equal(["Kinesis_20131202.PutRecords"], network.Targets);
        Assert.Equal(
            """{"StreamName":"out","Records":[{"PartitionKey":"k\u00221","Data":"YQ=="},{"PartitionKey":"k2","ExplicitHashKey":"7","Data":"YmM="}]}""",
            Assert.Single(network.Bodies));
        Assert.All(results, result => Assert.True(result.IsTaken));
        Assert.Equal(["1", "2"], results.Select(result => result.SequenceNumber));
    }

    [Fact]
    public async Task Failed_records_are_told_apart_from_taken_ones()
    {
        using var client = Client(new StubHandler(
            """
            {"FailedRecordCount":1,"Records":[{"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded"},
            {"ShardId":"shardId-0","SequenceNumber":"2","ErrorCode":null}]}
            """));

        var results = await client.PutRecordsAsync("out", [Entry("a", "1"), Entry("b", "2")], CancellationToken.None);

        Assert.Equal([false, true], results.Select(result => result.IsTaken));
        Assert.Equal("Rate exceeded", results[0].ErrorMessage);
    }

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task An_answer_that_does_not_fit_is_a_fault_and_not_a_success(string answer)
    {
        using var client = Client(new StubHandler(answer));

        var fault = await Assert.ThrowsAsync<KinesisException>(() => client.PutRecordsAsync("out", [Entry("a", "1")], CancellationToken.None));

        Assert.Equal(KinesisFault.Unavailable, fault.Fault);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 400, KinesisFault.Throttled)]
    [InlineData("LimitExceededException", 400, KinesisFault.Throttled)]
    [InlineData("ResourceNotFoundException", 400, KinesisFault.NotFound)]
    [InlineData("ResourceInUseException", 400, KinesisFault.InUse)]
    [InlineData("ExpiredIteratorException", 400, KinesisFault.ExpiredIterator)]
    [InlineData("AccessDeniedException", 400, KinesisFault.Denied)]
    [InlineData("UnrecognizedClientException", 400, KinesisFault.Denied)]
    [InlineData("ValidationException", 400, KinesisFault.Invalid)]
    [InlineData("InvalidArgumentException", 400, KinesisFault.Invalid)]
    [InlineData("InternalFailure", 500, KinesisFault.Unavailable)]
    [InlineData("ServiceUnavailable", 503, KinesisFault.Unavailable)]
    public async Task Errors_are_told_apart_by_their_code(string code, int status, KinesisFault expected)
    {
        using var client = Client(Refusing($$"""{"__type":"com.amazonaws.kinesis.v20131202#{{code}}","message":"in words"}""", status));

        var fault = await Assert.ThrowsAsync<KinesisException>(() => client.ListStreamsAsync(CancellationToken.None));

        Assert.Equal(expected, fault.Fault);
        Assert.Equal(code, fault.Code);
        Assert.Equal($"{code}: in words", fault.Message);
    }

    [Theory]
    [InlineData(403, KinesisFault.Denied)]
    [InlineData(429, KinesisFault.Throttled)]
    [InlineData(413, KinesisFault.Invalid)]
    [InlineData(302, KinesisFault.Unavailable)]
    [InlineData(502, KinesisFault.Unavailable)]
    public async Task Errors_in_another_language_are_told_apart_by_their_status(int status, KinesisFault expected)
    {
        using var client = Client(Refusing("<h1>Go away</h1>", status));

        var fault = await Assert.ThrowsAsync<KinesisException>(() => client.ListStreamsAsync(CancellationToken.None));

        Assert.Equal(expected, fault.Fault);
        Assert.Null(fault.Code);
    }

    [Fact]
    public async Task A_call_without_an_answer_ends_at_its_time_out()
    {
        var time = new ManualTimeProvider();
        using var client = new KinesisClient(
            Access, new KinesisClientOptions { RequestTimeout = TimeSpan.FromSeconds(2), Time = time }, new StubHandler(NeverAnswers));

        var call = client.ListStreamsAsync(CancellationToken.None);
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        var fault = await Assert.ThrowsAsync<KinesisException>(() => call);
        Assert.Equal(KinesisFault.TimedOut, fault.Fault);
        Assert.Equal("kinesis.eu-west-1.amazonaws.com did not answer ListStreams in 2 s.", fault.Message);
    }

    [Fact]
    public async Task A_call_given_up_by_its_caller_is_no_time_out()
    {
        using var giveUp = new CancellationTokenSource();
        using var client = Client(new StubHandler(NeverAnswers));

        var call = client.ListStreamsAsync(giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_cut_connection_is_unreachable()
    {
        using var client = Client(new StubHandler((_, _) => throw new HttpRequestException("The response ended prematurely.")));

        var fault = await Assert.ThrowsAsync<KinesisException>(() => client.ListStreamsAsync(CancellationToken.None));

        Assert.Equal(KinesisFault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task Records_are_read_with_their_time_to_the_millisecond()
    {
        using var client = Client(new StubHandler(
            """
            {"MillisBehindLatest":1500,"NextShardIterator":"next","Records":[
            {"SequenceNumber":"49","PartitionKey":"k","Data":"YWI=","ApproximateArrivalTimestamp":1480641523.477,"EncryptionType":"KMS"},
            {"SequenceNumber":"50","PartitionKey":"k","Data":"","ApproximateArrivalTimestamp":1.480641523477E9}]}
            """));

        var page = await client.GetRecordsAsync("here", 100, CancellationToken.None);

        Assert.Equal("next", page.NextIterator);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), page.Behind);
        Assert.Equal(["49", "50"], page.Records.Select(record => record.SequenceNumber));
        Assert.All(page.Records, record => Assert.Equal(new DateTimeOffset(2016, 12, 2, 1, 18, 43, 477, TimeSpan.Zero), record.ArrivalTime));
        Assert.Equal(["ab", ""], page.Records.Select(record => Encoding.UTF8.GetString(record.Data.Span)));
    }

    [Fact]
    public async Task A_shard_read_to_its_end_has_no_next_iterator()
    {
        using var client = Client(new StubHandler("""{"MillisBehindLatest":0,"NextShardIterator":null,"Records":[]}"""));

        Assert.Null((await client.GetRecordsAsync("here", 100, CancellationToken.None)).NextIterator);
    }

    [Fact]
    public async Task Shards_are_listed_page_by_page_with_the_token_alone()
    {
        const string range = """ "HashKeyRange":{"StartingHashKey":"0","EndingHashKey":"9"}}]} """;
        var network = new StubHandler(
            """{"NextToken":"more","Shards":[{"ShardId":"s0","SequenceNumberRange":{"StartingSequenceNumber":"1","EndingSequenceNumber":"5"},""" + range,
            """{"Shards":[{"ShardId":"s1","ParentShardId":"s0","SequenceNumberRange":{"StartingSequenceNumber":"6"},""" + range);
        using var client = Client(network);

        var shards = await client.ListShardsAsync("in", CancellationToken.None);

        Assert.Equal(["""{"StreamName":"in"}""", """{"NextToken":"more"}"""], network.Bodies);
        Assert.Equal([false, true], shards.Select(shard => shard.IsOpen));
        Assert.Equal("s0", shards[1].ParentShardId);
    }

    [Fact]
    public async Task Iterators_are_asked_for_by_place_or_by_time()
    {
        const string answer = """{"ShardIterator":"it"}""";
        var network = new StubHandler(answer, answer, answer);
        using var client = Client(network);

        foreach (var start in new[] { IteratorStart.TrimHorizon, IteratorStart.After("49"), IteratorStart.AtTimestamp(DateTimeOffset.FromUnixTimeMilliseconds(1480641523477)) })
            Assert.Equal("it", await client.GetShardIteratorAsync("in", "s0", start, CancellationToken.None));

        Assert.Equal(
            [
                """{"StreamName":"in","ShardId":"s0","ShardIteratorType":"TRIM_HORIZON"}""",
                """{"StreamName":"in","ShardId":"s0","ShardIteratorType":"AFTER_SEQUENCE_NUMBER","StartingSequenceNumber":"49"}""",
                """{"StreamName":"in","ShardId":"s0","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1480641523.477}""",
            ],
            network.Bodies);
    }

    static KinesisClient Client(StubHandler network) => new(Access, new KinesisClientOptions(), network);

    static PutEntry Entry(string key, string data) => new(key, Encoding.UTF8.GetBytes(data));

    static StubHandler Refusing(string body, int status) => new((_, _) => Task.FromResult(StubHandler.Json(body, (HttpStatusCode)status)));

    static async Task<HttpResponseMessage> NeverAnswers(string body, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nothing comes after forever.");
    }
}
