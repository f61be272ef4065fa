using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.DynamoDb;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.IntegrationTests.Sinks;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;
using KinesisEnricher.Tests.Simulation;

namespace KinesisEnricher.IntegrationTests.Simulation;

/// <summary>
/// The function's own clients in front of real servers: a table, a stream and a bucket for one schedule. What fails in part fails on the wire: keys that DynamoDB
/// does not process, records that Kinesis refuses.
/// </summary>
/// <remarks>
/// Time stays the simulation's. It stands still while a server works, so that a call lands at one moment and a seed's run can be repeated; what a slow, dead or
/// frozen one would do to a call happens before and after that moment. Nothing that these servers do depends on a clock: no time to live, no retention.
/// </remarks>
sealed class RealServers : ISimulatedServers
{
    readonly HttpFaultProxy _dynamoProxy;
    readonly HttpFaultProxy _kinesisProxy;
    readonly HttpFaultProxy _s3Proxy;
    readonly AmazonDynamoDBClient _dynamo;
    readonly KinesisClient _kinesis;
    readonly AmazonS3Client _s3;
    readonly string _stream;
    readonly string _bucket;
    readonly DynamoDbTable _table;
    readonly DynamoDbStateStore _state;
    readonly DynamoDbLookUpSource _lookUps;
    readonly KinesisSink _sink;
    readonly S3Quarantine _quarantine;
    volatile IReadOnlySet<string> _unprocessed = new HashSet<string>();
    volatile IReadOnlySet<int> _refused = new HashSet<int>();

    public RealServers(Dynalite dynalite, Kinesalite kinesalite, S3rver s3rver, Schedule schedule)
    {
        _dynamoProxy = new(dynalite.Endpoint, (request, forward) => Tables.LeaveUnprocessedAsync(request, forward, (_, key) => _unprocessed.Contains(key)));
        _kinesisProxy = new(kinesalite.Endpoint, (request, forward) => RefusedRecords.AnswerAsync(request, forward, (i, _) => _refused.Contains(i)));
        _s3Proxy = new(s3rver.Endpoint, S3Access.PutIfAbsent());
        _dynamo = dynalite.Client();
        _kinesis = KinesaliteStreams.Connect(kinesalite.Endpoint);
        _s3 = S3Access.Connect(s3rver.Endpoint);

        _table = Tables.Open(_dynamoProxy.Endpoint, Await(dynalite.CreateTableAsync()));
        _stream = Await(_kinesis.CreateStreamAsync(shards: 2));
        _bucket = $"simulation-{Guid.NewGuid():N}";
        Await(_s3.PutBucketAsync(_bucket));
        foreach (var (alias, key) in schedule.Aliases)
        {
            var item = DynamoDbLookUpSource.ItemKeyOf(new LookUpKey(AliasStrategy.Alias.Source, alias));
            Await(_dynamo.PutItemAsync(_table.Name, new() { [AttributeNames.Key] = new() { S = item }, ["key"] = new() { S = key } }));
        }

        _state = new DynamoDbStateStore(_table);
        _lookUps = new DynamoDbLookUpSource(_table);
        _sink = new KinesisSink(() => KinesaliteStreams.Connect(_kinesisProxy.Endpoint), _stream);
        _quarantine = new S3Quarantine(S3Access.Bucket(_s3Proxy.Endpoint, _bucket, "QUARANTINE_BUCKET"));
    }

    public IReadOnlyDictionary<string, StateItem?> Read(IReadOnlyCollection<string> keys, IReadOnlySet<string> unprocessed)
    {
        _unprocessed = unprocessed;
        return Await(_state.ReadAsync(keys, CancellationToken.None).AsTask());
    }

    public bool Write(StateItem item) => Await(_state.TryWriteAsync(item, CancellationToken.None).AsTask());

    public IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?> LookUp(IReadOnlyCollection<LookUpKey> keys, Freshness freshness, IReadOnlySet<LookUpKey> unprocessed)
    {
        _unprocessed = unprocessed.Select(DynamoDbLookUpSource.ItemKeyOf).ToHashSet();
        return Await(_lookUps.GetAsync(keys, freshness, CancellationToken.None).AsTask());
    }

    public SinkAnswer Put(IReadOnlyList<OutputEvent> events, IReadOnlySet<int> refused)
    {
        _refused = refused;
        var emission = new Emission(events);
        Exception? fault = null;
        try
        {
            Await(_sink.EmitAsync(emission, CancellationToken.None).AsTask());
        }
        catch (KinesisException e)
        {
            fault = e;
        }
        return new SinkAnswer([.. Enumerable.Range(0, events.Count).Where(emission.IsTaken)], fault);
    }

    public void Keep(QuarantinedRecord record) => Await(_quarantine.KeepAsync(record, CancellationToken.None).AsTask());

    public ServerContents Contents()
    {
        var items = Await(_dynamo.ScanAsync(new ScanRequest(_table.Name) { ConsistentRead = true })).Items.Where(item => item.ContainsKey(AttributeNames.Rev));
        var output = Await(_kinesis.ReadAllAsync(_stream)); // A partition key lies in one shard.
        var kept = Await(_s3.ReadAsync(_bucket, "")).Select(found => QuarantineDocument.Read(found.Value, found.Key));
        return new ServerContents(
            items.Select(item => StateItems.FromAttributes(item[AttributeNames.Key].S, item)).ToDictionary(item => item.Key),
            [.. output.Select(record => record.Data)],
            kept.ToDictionary(ServerContents.IdentityOf));
    }

    public void Dispose()
    {
        Await(_dynamo.DeleteTableAsync(_table.Name));
        _state.Dispose();
        _sink.Dispose();
        _quarantine.Dispose();
        _dynamo.Dispose();
        _kinesis.Dispose();
        _s3.Dispose();
        foreach (var proxy in new[] { _dynamoProxy, _kinesisProxy, _s3Proxy })
            Await(proxy.DisposeAsync().AsTask());
    }

    /// <summary>The simulation's thread waits: in its world nothing else happens meanwhile.</summary>
    static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();

    static void Await(Task task) => task.GetAwaiter().GetResult();
}
