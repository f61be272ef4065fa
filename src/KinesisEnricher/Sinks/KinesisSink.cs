using System.Text;
using Amazon.Runtime;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Sinks;

/// <summary>
/// Puts events on a Kinesis stream under the user's partition key, one call after another. Kinesis may refuse some records of a call and take others behind them:
/// a key that had one refused gets nothing more in the same emission, because all behind the refused one must go out again anyway. A call that fails as a whole
/// ends the emission.
/// </summary>
/// <param name="connect">Makes the client when the first event goes out.</param>
/// <param name="stream">The stream's name, as <c>OUTPUT_STREAM_NAME</c> has it.</param>
sealed class KinesisSink(Func<KinesisClient> connect, string stream) : IEventSink, IDisposable
{
    const int MaxCallRecords = 500;
    const int MaxCallBytes = 5 * 1024 * 1024;
    const int MaxRecordBytes = 1024 * 1024;
    const int MaxKeyCharacters = 256;
    const int MaxKeyBytes = MaxKeyCharacters * 4;

    readonly Lazy<KinesisClient> _client = new(connect, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>A record of 1 MiB with its partition key, which every stream takes, less the longest key.</summary>
    public int MaxEventBytes => MaxRecordBytes - MaxKeyBytes;

    public async ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        var refusals = new Refusals();
        var indices = new List<int>();
        var entries = new List<PutEntry>();
        for (var next = 0; next < emission.Events.Count;)
        {
            next = TakeCall(emission, next, refusals, indices, entries);
            if (entries.Count > 0)
                await PutAsync(emission, indices, entries, refusals, cancellationToken);
        }
        refusals.ThrowIfAny(stream);
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    /// <summary>Collects what fits one call, from the event at <paramref name="next"/> on.</summary>
    /// <returns>The first event that is left for another call.</returns>
    static int TakeCall(Emission emission, int next, Refusals refusals, List<int> indices, List<PutEntry> entries)
    {
        indices.Clear();
        entries.Clear();
        var bytes = 0;
        for (; next < emission.Events.Count && entries.Count < MaxCallRecords; next++)
        {
            var output = emission.Events[next];
            if (refusals.Include(output.PartitionKey))
                continue;
            var key = KeyOf(output);
            var size = output.Json.Length + Encoding.UTF8.GetByteCount(key);
            if (bytes + size > MaxCallBytes)
                break;
            bytes += size;
            indices.Add(next);
            entries.Add(new PutEntry(key, output.Json));
        }
        return next;
    }

    async Task PutAsync(Emission emission, List<int> indices, List<PutEntry> entries, Refusals refusals, CancellationToken cancellationToken)
    {
        IReadOnlyList<PutResult> results;
        try
        {
            results = await _client.Value.PutRecordsAsync(stream, entries, cancellationToken);
        }
        catch (KinesisException e) when (AdviceFor(e.Fault) is not null)
        {
            throw new DestinationException("OUTPUT_STREAM_NAME", stream, _client.Value.Endpoint.AbsoluteUri, $"{e.Message} {AdviceFor(e.Fault)}", e);
        }
        catch (AmazonClientException e) // The signer has no credentials.
        {
            throw new DestinationException("OUTPUT_STREAM_NAME", stream, _client.Value.Endpoint.AbsoluteUri, $"{e.Message} {DestinationException.CheckRights}", e);
        }
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].IsTaken)
                emission.MarkTaken(indices[i]);
            else
                refusals.Add(emission.Events[indices[i]].PartitionKey, results[i]);
        }
    }

    static string? AdviceFor(KinesisFault fault) => fault switch
    {
        KinesisFault.NotFound => "Create it, or set OUTPUT_STREAM_NAME, AWS_REGION or AWS_ENDPOINT_URL_KINESIS.",
        KinesisFault.Denied => DestinationException.CheckRights,
        KinesisFault.Unreachable => "Check AWS_REGION and AWS_ENDPOINT_URL_KINESIS.",
        _ => null,
    };

    /// <summary>The user's key. One that Kinesis would not take, as a KPL aggregate may hold it, would fail the whole call: its hash keeps its order too.</summary>
    static string KeyOf(OutputEvent output) =>
        output.PartitionKey.Length is > 0 and <= MaxKeyCharacters ? output.PartitionKey : StorageNames.HashOf(Encoding.UTF8.GetBytes(output.PartitionKey));

    /// <summary>The records of an emission that Kinesis refused one by one.</summary>
    sealed class Refusals
    {
        readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        PutResult? _first;
        int _count;

        public bool Include(string partitionKey) => _keys.Contains(partitionKey);

        public void Add(string partitionKey, PutResult result)
        {
            _keys.Add(partitionKey);
            _first ??= result;
            _count++;
        }

        public void ThrowIfAny(string stream)
        {
            if (_first is not { } first)
                return;
            var fault = first.ErrorCode == "ProvisionedThroughputExceededException" ? KinesisFault.Throttled : KinesisFault.Unavailable;
            throw new KinesisException(fault, first.ErrorCode, $"stream {stream} refused {_count} of the records, the first with: {first.ErrorMessage}");
        }
    }
}
