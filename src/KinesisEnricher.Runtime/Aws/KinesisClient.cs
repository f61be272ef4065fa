using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KinesisEnricher.Runtime.Aws;

/// <summary>
/// A client of Amazon Kinesis Data Streams: what is used of its API, version 2013-12-02. Each call is one attempt. A failure is a
/// <see cref="KinesisException"/>; a call given up by its caller is an <see cref="OperationCanceledException"/>. Safe for concurrent use; nothing goes on after a
/// call has ended.
/// </summary>
public sealed class KinesisClient : IDisposable
{
    const string Service = "kinesis";
    const int MaxPage = 10_000;

    readonly HttpClient _http;
    readonly RequestSigner _signer;
    readonly KinesisClientOptions _options;

    public KinesisClient(AwsAccess access) : this(access, new KinesisClientOptions()) { }

    public KinesisClient(AwsAccess access, KinesisClientOptions options)
        : this(access, options, new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, AllowAutoRedirect = false, UseCookies = false })
    {
    }

    /// <param name="access">Where Kinesis is, and in whose name.</param>
    /// <param name="options">How long to wait.</param>
    /// <param name="handler">What carries requests; closed with the client.</param>
    internal KinesisClient(AwsAccess access, KinesisClientOptions options, HttpMessageHandler handler)
    {
        _options = options;
        Endpoint = access.EndpointOf(Service);
        _signer = new RequestSigner(access.Credentials, access.Region, Service, options.Time);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // Each call has its own.
    }

    /// <summary>Where requests go.</summary>
    public Uri Endpoint { get; }

    /// <summary>Puts records on a stream, in this order within a shard, but for those that fail.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="entries">1 to 500.</param>
    /// <param name="cancellationToken">Gives the call up; whether it was carried out is not known then.</param>
    /// <returns>A result for each entry.</returns>
    public async Task<IReadOnlyList<PutResult>> PutRecordsAsync(string stream, IReadOnlyList<PutEntry> entries, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync("PutRecords", SizeOf(entries), json =>
        {
            json.WriteString("StreamName"u8, stream);
            json.WriteStartArray("Records"u8);
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                WriteEntry(json, entry);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }, cancellationToken);
        var results = answer.Records("Records", record => new PutResult(
            record.Text("ShardId"), record.Text("SequenceNumber"), record.Text("ErrorCode"), record.Text("ErrorMessage")));
        return results.Count == entries.Count
            ? results
            : throw new KinesisException(KinesisFault.Unavailable, null, $"{entries.Count} records were put, and the answer has {results.Count}.");
    }

    /// <summary>Puts one record on a stream.</summary>
    /// <returns>Its place.</returns>
    public async Task<PutResult> PutRecordAsync(string stream, PutEntry entry, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync("PutRecord", SizeOf([entry]), json =>
        {
            json.WriteString("StreamName"u8, stream);
            WriteEntry(json, entry);
        }, cancellationToken);
        return new PutResult(answer.NeededText("ShardId"), answer.NeededText("SequenceNumber"), null, null);
    }

    /// <summary>Gets an iterator, good for five minutes.</summary>
    public async Task<string> GetShardIteratorAsync(string stream, string shardId, IteratorStart start, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync("GetShardIterator", json =>
        {
            json.WriteString("StreamName"u8, stream);
            json.WriteString("ShardId"u8, shardId);
            json.WriteString("ShardIteratorType"u8, start.Type);
            if (start.SequenceNumber is { } number)
                json.WriteString("StartingSequenceNumber"u8, number);
            if (start.Timestamp is { } time)
                json.WriteNumber("Timestamp"u8, time.ToUnixTimeMilliseconds() / 1000m);
        }, cancellationToken);
        return answer.NeededText("ShardIterator");
    }

    /// <param name="iterator">From <see cref="GetShardIteratorAsync"/>, or the last page's.</param>
    /// <param name="limit">Records at most, 1 to 10,000. Kinesis ends a page at 10 MB before that.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public async Task<RecordPage> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync("GetRecords", json =>
        {
            json.WriteString("ShardIterator"u8, iterator);
            json.WriteNumber("Limit"u8, Math.Min(limit, MaxPage));
        }, cancellationToken);
        return new RecordPage(
            answer.Records("Records", record => new StreamRecord(
                record.NeededText("SequenceNumber"), record.NeededText("PartitionKey"), record.Bytes("Data"), record.Time("ApproximateArrivalTimestamp"),
                record.Text("EncryptionType"))),
            answer.Text("NextShardIterator"),
            TimeSpan.FromMilliseconds(answer.Number("MillisBehindLatest")));
    }

    /// <summary>All shards of a stream that still have records, closed ones included.</summary>
    public async Task<IReadOnlyList<StreamShard>> ListShardsAsync(string stream, CancellationToken cancellationToken)
    {
        var shards = new List<StreamShard>();
        string? next = null;
        do
        {
            using var answer = await CallAsync("ListShards", json =>
            {
                // A token stands for the stream too, and may not be sent along with its name.
                if (next is null)
                    json.WriteString("StreamName"u8, stream);
                else
                    json.WriteString("NextToken"u8, next);
            }, cancellationToken);
            shards.AddRange(answer.Records("Shards", shard => new StreamShard(
                shard.NeededText("ShardId"), shard.Text("ParentShardId"), shard.Text("AdjacentParentShardId"),
                shard.Object("HashKeyRange").NeededText("StartingHashKey"), shard.Object("HashKeyRange").NeededText("EndingHashKey"),
                shard.Object("SequenceNumberRange").NeededText("StartingSequenceNumber"), shard.Object("SequenceNumberRange").Text("EndingSequenceNumber"))));
            next = answer.Text("NextToken");
        }
        while (next is not null);
        return shards;
    }

    public async Task<StreamSummary> DescribeStreamAsync(string stream, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync("DescribeStreamSummary", json => json.WriteString("StreamName"u8, stream), cancellationToken);
        var summary = answer.Object("StreamDescriptionSummary");
        return new StreamSummary(
            summary.NeededText("StreamName"), summary.NeededText("StreamARN"), summary.NeededText("StreamStatus"), (int)summary.Number("OpenShardCount"),
            TimeSpan.FromHours(summary.Number("RetentionPeriodHours")));
    }

    /// <summary>The names of all streams of the account in the region.</summary>
    public async Task<IReadOnlyList<string>> ListStreamsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        for (var more = true; more;)
        {
            using var answer = await CallAsync("ListStreams", json =>
            {
                if (names.Count > 0)
                    json.WriteString("ExclusiveStartStreamName"u8, names[^1]);
            }, cancellationToken);
            var before = names.Count;
            names.AddRange(answer.Records("StreamNames", name => name.AsText()));
            more = answer.Flag("HasMoreStreams") && names.Count > before;
        }
        return names;
    }

    /// <summary>Begins to create a stream; it can be used when <see cref="DescribeStreamAsync"/> says so.</summary>
    public Task CreateStreamAsync(string stream, int shards, CancellationToken cancellationToken) => ChangeAsync("CreateStream", json =>
    {
        json.WriteString("StreamName"u8, stream);
        json.WriteNumber("ShardCount"u8, shards);
    }, cancellationToken);

    /// <summary>Begins to split a shard.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="shardId">An open shard.</param>
    /// <param name="newStartingHashKey">The lowest hash key of the upper half, a decimal number inside the shard's range.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public Task SplitShardAsync(string stream, string shardId, string newStartingHashKey, CancellationToken cancellationToken) => ChangeAsync("SplitShard", json =>
    {
        json.WriteString("StreamName"u8, stream);
        json.WriteString("ShardToSplit"u8, shardId);
        json.WriteString("NewStartingHashKey"u8, newStartingHashKey);
    }, cancellationToken);

    /// <summary>Begins to merge two open shards whose hash key ranges lie side by side.</summary>
    public Task MergeShardsAsync(string stream, string shardId, string adjacentShardId, CancellationToken cancellationToken) => ChangeAsync("MergeShards", json =>
    {
        json.WriteString("StreamName"u8, stream);
        json.WriteString("ShardToMerge"u8, shardId);
        json.WriteString("AdjacentShardToMerge"u8, adjacentShardId);
    }, cancellationToken);

    public void Dispose() => _http.Dispose();

    static void WriteEntry(Utf8JsonWriter json, in PutEntry entry)
    {
        json.WriteString("PartitionKey"u8, entry.PartitionKey);
        if (entry.ExplicitHashKey is { } hashKey)
            json.WriteString("ExplicitHashKey"u8, hashKey);
        json.WriteBase64String("Data"u8, entry.Data.Span);
    }

    /// <summary>Room for a body, so that one of several megabytes is not copied while it grows.</summary>
    static int SizeOf(IReadOnlyList<PutEntry> entries)
    {
        var size = 256;
        foreach (var entry in entries)
            size += ((entry.Data.Length + 2) / 3 * 4) + (entry.PartitionKey.Length * 3) + 128;
        return size;
    }

    async Task ChangeAsync(string operation, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(operation, write, cancellationToken);
    }

    Task<KinesisAnswer> CallAsync(string operation, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        CallAsync(operation, 256, write, cancellationToken);

    async Task<KinesisAnswer> CallAsync(string operation, int capacity, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(capacity);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = new ReadOnlyMemoryContent(body.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"Kinesis_20131202.{operation}");

        using var timer = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _signer.SignAsync(request, body.WrittenMemory).WaitAsync(either.Token);
            using var response = await _http.SendAsync(request, either.Token);
            var content = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.StatusCode == HttpStatusCode.OK ? KinesisAnswer.Parse(content) : throw KinesisAnswer.FaultOf(response, content);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var waited = string.Create(CultureInfo.InvariantCulture, $"{_options.RequestTimeout.TotalSeconds:0.###} s");
            throw new KinesisException(KinesisFault.TimedOut, null, $"{Endpoint.Authority} did not answer {operation} in {waited}.", e);
        }
        catch (HttpRequestException e)
        {
            throw new KinesisException(KinesisFault.Unreachable, null, $"{operation} to {Endpoint.Authority} was cut: {e.Message}", e);
        }
    }
}
