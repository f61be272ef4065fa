using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace KinesisEnricher.DynamoDb;

/// <summary>The one table that state and reference data lie in. It makes its client when it is first asked, and closes it.</summary>
/// <param name="name">The table's name or ARN.</param>
/// <param name="client">Makes the client.</param>
public sealed class DynamoDbTable(string name, Func<AmazonDynamoDBClient> client) : IDisposable
{
    /// <summary>Items that one BatchGetItem may ask for.</summary>
    const int BatchSize = 100;

    /// <summary>Batches under way at once.</summary>
    const int Parallelism = 8;

    /// <summary>The longest key that DynamoDB takes, in bytes of UTF-8.</summary>
    const int MaxKeyBytes = 2048;

    /// <summary>A key that no item has: every entity's begins with its family, every look-up's with its source.</summary>
    const string NoItem = "START-UP";

    /// <summary>A connection that takes longer is not waited for: the process may have been frozen while it was made.</summary>
    static readonly TimeSpan PreparationTimeout = TimeSpan.FromSeconds(1);

    /// <summary>For the last steps of a call that was cancelled.</summary>
    static readonly TimeSpan CancellationTimeout = TimeSpan.FromMilliseconds(100);

    readonly Lock _gate = new();
    readonly CancellationTokenSource _stopPreparing = new();
    AmazonDynamoDBClient? _client;
    Task _preparing = Task.CompletedTask;

    /// <summary>The table's name or ARN.</summary>
    public string Name => name;

    /// <summary>Made by the first call that can: credentials that are missing now may be there later, so what was thrown is not kept.</summary>
    AmazonDynamoDBClient Client
    {
        get
        {
            lock (_gate)
                return _client ??= client();
        }
    }

    /// <summary>Calls that reading so many keys takes.</summary>
    internal static int CallsFor(int keys) => (keys + BatchSize - 1) / BatchSize;

    /// <summary>
    /// Begins to make the client and its connection, by a read of nothing, beside whatever the caller does next. Reads wait for its end: two first calls at once
    /// would hold each other up, and open two connections. What goes wrong is not told: it shows with the first read.
    /// </summary>
    public void Prepare() => _preparing = Task.Run(() => ReadBatchAsync([NoItem], consistent: false, new SemaphoreSlim(1), _stopPreparing.Token));

    /// <summary>Waits until what <see cref="Prepare"/> began has ended, or ends it: calls open a connection of their own then.</summary>
    /// <param name="timeout">Ends the wait, and with it what is waited for; at most a second counts. Null: a second.</param>
    /// <param name="cancellationToken">The same.</param>
    public Task EndPreparationAsync(TimeSpan? timeout, CancellationToken cancellationToken) =>
        _preparing.IsCompleted ? Task.CompletedTask : AwaitPreparationAsync(timeout < PreparationTimeout ? timeout.Value : PreparationTimeout, cancellationToken);

    /// <summary>Reads items.</summary>
    /// <param name="keys">Any number.</param>
    /// <param name="consistent">Whether an item is seen as it was last written.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>
    /// An entry per key that was read: the item, or null where there is none. A key that DynamoDB did not process, or that was in a batch that failed, has none.
    /// </returns>
    /// <exception cref="DynamoDbException">Nothing could be read.</exception>
    internal async Task<Dictionary<string, Dictionary<string, AttributeValue>?>> ReadAsync(
        IEnumerable<string> keys, bool consistent, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Dictionary<string, AttributeValue>?>(StringComparer.Ordinal);
        var asked = new List<string>();
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            // Where no item can be there is none. Asked for, such a key would fail its whole batch.
            if (IsPossible(key))
                asked.Add(key);
            else
                found[key] = null;
        }

        await EndPreparationAsync(timeout: null, cancellationToken).ConfigureAwait(false);
        using var turns = new SemaphoreSlim(Parallelism);
        var batches = asked.Chunk(BatchSize).Select(batch => ReadBatchAsync(batch, consistent, turns, cancellationToken)).ToArray();
        Exception? fault = null;
        foreach (var batch in await Task.WhenAll(batches).ConfigureAwait(false))
        {
            foreach (var (key, item) in batch.Items)
                found[key] = item;
            fault ??= batch.Fault;
        }
        cancellationToken.ThrowIfCancellationRequested();
        if (found.Count == 0 && fault is not null)
            throw DynamoDbFaults.Explain(fault, name, Client.Config);
        return found;
    }

    /// <summary>Puts an item on the condition that it is as it was read.</summary>
    /// <param name="item">The whole item.</param>
    /// <param name="wasRev">The <c>rev</c> that the stored item must have; 0 when there must be none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when the condition does not hold.</returns>
    /// <exception cref="DynamoDbException">It is not known whether the item was put.</exception>
    internal async Task<bool> TryPutAsync(Dictionary<string, AttributeValue> item, long wasRev, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest { TableName = name, Item = item };
        if (wasRev == 0)
        {
            request.ConditionExpression = $"attribute_not_exists({AttributeNames.Key})";
        }
        else
        {
            request.ConditionExpression = $"{AttributeNames.Rev} = :was";
            request.ExpressionAttributeValues = new() { [":was"] = StateItems.Number(wasRev) };
        }
        try
        {
            await Client.PutItemAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw DynamoDbFaults.Explain(e, name, Client.Config);
        }
    }

    public void Dispose()
    {
        _stopPreparing.Cancel();
        _stopPreparing.Dispose();
        _client?.Dispose();
    }

    async Task AwaitPreparationAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(timeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_preparing.IsCompleted)
            return;
        await _stopPreparing.CancelAsync().ConfigureAwait(false);
        await _preparing.WaitAsync(CancellationTimeout, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _preparing = Task.CompletedTask;
    }

    static bool IsPossible(string key) => key.Length > 0 && (key.Length <= MaxKeyBytes / 3 || Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes);

    /// <summary>What was read of a batch, and what went wrong. A class: what is awaited of structs of ours is compiled anew at every cold start.</summary>
    sealed record Batch(Dictionary<string, Dictionary<string, AttributeValue>?> Items, Exception? Fault);

    /// <summary>Reads a batch when its turn comes. Whatever goes wrong is this batch's only.</summary>
    async Task<Batch> ReadBatchAsync(
        string[] keys, bool consistent, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Dictionary<string, AttributeValue>?>(keys.Length, StringComparer.Ordinal);
        var wanted = new KeysAndAttributes { Keys = new(keys.Length), ConsistentRead = consistent };
        foreach (var key in keys)
            wanted.Keys.Add(new(1) { [AttributeNames.Key] = new() { S = key } });
        try
        {
            await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var request = new BatchGetItemRequest { RequestItems = new(1) { [name] = wanted } };
                Take(keys, await Client.BatchGetItemAsync(request, cancellationToken).ConfigureAwait(false), found);
            }
            finally
            {
                turns.Release();
            }
            return new Batch(found, null);
        }
        catch (Exception e)
        {
            return new Batch(found, e);
        }
    }

    static void Take(string[] keys, BatchGetItemResponse response, Dictionary<string, Dictionary<string, AttributeValue>?> found)
    {
        // One table was asked, so there is one answer, under its name or its ARN.
        foreach (var item in response.Responses?.Values.SelectMany(items => items) ?? [])
            found[item[AttributeNames.Key].S] = item;
        var unprocessed = (response.UnprocessedKeys?.Values.SelectMany(left => left.Keys) ?? [])
            .Select(key => key[AttributeNames.Key].S)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!unprocessed.Contains(key))
                found.TryAdd(key, null);
        }
    }
}
