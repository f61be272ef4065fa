using System.Buffers;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.DynamoDb;
using KinesisEnricher.IntegrationTests.Meters;
using KinesisEnricher.Redis;

namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>The pipeline, put together as the function does it, from an event's bytes to the answer's.</summary>
sealed class BatchedHandler : IBatchHandler
{
    readonly StrategyFactory _strategies = new(new StrategyRegistry().AddStrategy<MeterStrategy>());
    readonly DynamoDbTable _table;
    readonly RedisLookUpCache _redis;
    BatchProcessor _processor = null!;

    public BatchedHandler(Uri dynamo, string table, int redisPort)
    {
        _table = Tables.Open(dynamo, table);
        var redis = new RedisOptions { Host = "127.0.0.1", Port = redisPort };
        _redis = new RedisLookUpCache(redis, _ => default, "batched", new LookUpCacheOptions(), Timeouts.Long, TimeProvider.System, report => throw new InvalidOperationException(report));
        Forget();
    }

    public string Name => "batched";

    public void Forget()
    {
        var lookUps = new CachedLookUpSource(new DynamoDbLookUpSource(_table), _redis, new LookUpCacheOptions(), TimeProvider.System);
        _processor = new BatchProcessor(
            _strategies, new PipelinePorts(new DynamoDbStateStore(_table), lookUps, new SwallowingSink(), null), new PipelineOptions(), TimeProvider.System, Random.Shared.NextDouble);
    }

    public async Task HandleAsync(byte[] lambdaEvent)
    {
        var batch = KinesisEventReader.Read(lambdaEvent);
        var result = await _processor.ProcessAsync(batch, timeLeft: TimeSpan.FromMinutes(1));
        KinesisResponseWriter.Write(new ArrayBufferWriter<byte>(), result.Checkpoint, null);
        foreach (var outcome in result.Outcomes)
        {
            if (outcome.Outcome != Outcome.Enriched)
                throw new InvalidOperationException($"{outcome.Outcome}: {outcome.Reason}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _table.Dispose();
    }

    /// <summary>Events are made, and go nowhere.</summary>
    sealed class SwallowingSink : IEventSink
    {
        public int MaxEventBytes => int.MaxValue;

        public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
        {
            emission.MarkAllTaken();
            return default;
        }
    }
}
