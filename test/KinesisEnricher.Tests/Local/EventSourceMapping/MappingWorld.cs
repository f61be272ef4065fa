using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

/// <summary>A mapping with everything around it in memory. Tests close the shards, so that it comes to an end.</summary>
sealed class MappingWorld : IFunctionInvoker, IOnFailureDestination, ICheckpoints, IMappingObserver
{
    public const string Shard = "shardId-000000000000";

    readonly Dictionary<string, ShardCheckpoint> _checkpoints = [];
    readonly CancellationTokenSource _stop = new();
    readonly HashSet<string> _drained = [];
    int _shardsToDrain;

    public MappingWorld() => Stream = new FakeStream(Time).AddShard(Shard);

    public VirtualTime Time { get; } = new();

    public FakeStream Stream { get; }

    public MappingOptions Options { get; set; } = new()
    {
        StreamArn = "arn:aws:kinesis:eu-central-1:111122223333:stream/events",
        FunctionArn = "arn:aws:lambda:eu-central-1:111122223333:function:enricher",
        ReportBatchItemFailures = true,
    };

    /// <summary>What the function answers to an event, given its records' numbers.</summary>
    public Func<JsonElement, string[], Task<string>> Function { get; set; } = (_, _) => Task.FromResult("{\"batchItemFailures\":[]}");

    public List<DiscardedBatch> GivenUp { get; } = [];

    public List<ShardCheckpoint> Saved { get; } = [];

    /// <summary>The events of each invocation.</summary>
    public List<JsonElement> Events { get; } = [];

    /// <summary>The numbers of the records of each invocation, with commas.</summary>
    public IReadOnlyList<string> Invocations => [.. Events.Select(e => string.Join(',', NumbersOf(e)))];

    /// <summary>The documents that a destination gets.</summary>
    public IReadOnlyList<JsonElement> Documents => [.. GivenUp.Select(b => JsonDocument.Parse(OnFailureDocument.Write(b, withPayload: false)).RootElement)];

    /// <summary>A function that names a record, as a partial answer does, whenever it gets it.</summary>
    public static Func<JsonElement, string[], Task<string>> FailsAt(string poison) => (_, numbers) =>
        Task.FromResult(numbers.Contains(poison) ? $$"""{"batchItemFailures":[{"itemIdentifier":"{{poison}}"}]}""" : "{}");

    /// <summary>A function that throws whenever it gets a record.</summary>
    public static Func<JsonElement, string[], Task<string>> ThrowsAt(string poison) => (_, numbers) =>
        numbers.Contains(poison) ? throw new InvalidOperationException("poison") : Task.FromResult("{}");

    /// <summary>Closes the shards and runs until they are drained.</summary>
    public void RunToEnd(params string[] shards)
    {
        shards = shards.Length == 0 ? [Shard] : shards;
        foreach (var shard in shards)
            Stream.Close(shard);
        RunUntilDrained(shards.Length);
    }

    public void RunUntilDrained(int shards, Func<Task>? meanwhile = null)
    {
        _shardsToDrain = shards;
        Time.Run(() => Task.WhenAll(RunAsync(_stop.Token), meanwhile?.Invoke() ?? Task.CompletedTask));
    }

    public Task RunAsync(CancellationToken stop) => new Mapping(Options, new MappingPorts(Stream, this, this, this, this), Time).RunAsync(stop);

    public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
    {
        var json = JsonDocument.Parse(utf8Event.ToArray()).RootElement;
        Events.Add(json);
        var id = $"request-{Events.Count}";
        try
        {
            return new FunctionAnswer(id, Encoding.UTF8.GetBytes(await Function(json, NumbersOf(json))));
        }
        catch (InvalidOperationException e)
        {
            return new FunctionAnswer(id, Encoding.UTF8.GetBytes($$"""{"errorMessage":"{{e.Message}}"}"""), "Unhandled");
        }
    }

    public ValueTask SendAsync(DiscardedBatch batch, CancellationToken cancellationToken)
    {
        GivenUp.Add(batch);
        return default;
    }

    public IReadOnlyList<ShardCheckpoint> Load() => [.. _checkpoints.Values];

    public void Save(ShardCheckpoint checkpoint)
    {
        _checkpoints[checkpoint.ShardId] = checkpoint;
        Saved.Add(checkpoint);
    }

    public string NameOf(string shardId) => $"checkpoint of {shardId}";

    public void ShardStarted(string shardId) { }

    public void ShardDrained(string shardId)
    {
        _drained.Add(shardId);
        if (_drained.Count == _shardsToDrain)
            _stop.Cancel();
    }

    public void PageRead(string shardId, int records, int filtered) { }

    public void Invoked(InvocationNote note) { }

    public void Discarded(DiscardedBatch batch) { }

    public void Trouble(string shardId, string message) { }

    public static string[] NumbersOf(JsonElement lambdaEvent) =>
        [.. lambdaEvent.GetProperty("Records").EnumerateArray().Select(r => r.GetProperty("kinesis").GetProperty("sequenceNumber").GetString()!)];
}
