using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.DynamoDb;

/// <summary>What a person does with the table, and the function never: make it, fill it with reference data, look through it.</summary>
/// <param name="name">The table's name.</param>
/// <param name="client">Closed with this.</param>
/// <param name="time">The clock that waiting goes by.</param>
sealed class DynamoDbAdmin(string name, AmazonDynamoDBClient client, TimeProvider time) : IDisposable
{
    /// <summary>Items that one BatchWriteItem takes.</summary>
    const int BatchSize = 25;

    const int Attempts = 8;

    /// <summary>The largest item that DynamoDB holds, in bytes as it counts them.</summary>
    const int MaxItemBytes = 400 * 1024;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the table unless it is there, and waits until it can be used.</summary>
    /// <returns>True when it was made.</returns>
    /// <exception cref="DynamoDbException">It cannot be made, or the one that is there has other keys.</exception>
    public Task<bool> CreateTableAsync(CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        var created = false;
        var table = await FindAsync(cancellationToken);
        if (table is null)
        {
            await client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = name,
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                    KeySchema = [new KeySchemaElement(AttributeNames.Key, KeyType.HASH)],
                    AttributeDefinitions = [new AttributeDefinition(AttributeNames.Key, ScalarAttributeType.S)],
                },
                cancellationToken);
            created = true;
        }
        while (table?.TableStatus != TableStatus.ACTIVE)
        {
            if (table is not null)
                await Task.Delay(Pause, time, cancellationToken);
            table = await FindAsync(cancellationToken);
        }
        return HasOurKeys(table)
            ? created
            : throw new DynamoDbException($"Table '{name}' is there with other keys than expected: it needs the text partition key '{AttributeNames.Key}' and no sort key.");
    }, cancellationToken);

    /// <summary>Puts reference data in the table, in place of what is there under the same keys.</summary>
    /// <returns>How many items were put.</returns>
    /// <exception cref="InvalidDataException">DynamoDB cannot hold an entry; nothing was put. The message names it.</exception>
    /// <exception cref="DynamoDbException">Not all could be put.</exception>
    public async Task<int> LoadAsync(IEnumerable<KeyValuePair<LookUpKey, ReadOnlyMemory<byte>>> entries, CancellationToken cancellationToken)
    {
        var items = new Dictionary<string, WriteRequest>(StringComparer.Ordinal);
        foreach (var (key, json) in entries)
        {
            var itemKey = DynamoDbLookUpSource.ItemKeyOf(key);
            if (!items.TryAdd(itemKey, new WriteRequest(new PutRequest(ItemOf(key, itemKey, json.Span)))))
                throw new InvalidDataException($"{key}: another key makes the same item, {itemKey}.");
        }
        await ExplainAsync(async () =>
        {
            foreach (var batch in items.Values.Chunk(BatchSize))
                await PutAsync([.. batch], cancellationToken);
            return true;
        }, cancellationToken);
        return items.Count;
    }

    /// <summary>Goes through the entities of the table, in no order.</summary>
    /// <param name="prefix">What their keys start with; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DynamoDbException">The table cannot be read.</exception>
    /// <exception cref="FormatException">An item is not one that this function wrote.</exception>
    public async IAsyncEnumerable<StateItem> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What tells entities from reference data is the counter.
        var request = new ScanRequest { TableName = name, ConsistentRead = true, FilterExpression = $"attribute_exists({AttributeNames.Rev})" };
        if (prefix is not null)
        {
            request.FilterExpression += $" AND begins_with({AttributeNames.Key}, :prefix)";
            request.ExpressionAttributeValues = new() { [":prefix"] = new AttributeValue(prefix) };
        }
        do
        {
            var page = await ExplainAsync(() => client.ScanAsync(request, cancellationToken), cancellationToken);
            foreach (var item in page.Items ?? [])
                yield return StateItems.FromAttributes(item[AttributeNames.Key].S, item);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    public void Dispose() => client.Dispose();

    static Dictionary<string, AttributeValue> ItemOf(LookUpKey key, string itemKey, ReadOnlySpan<byte> json)
    {
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [AttributeNames.Key] = new() { S = itemKey } };
        try
        {
            AttributeJson.AddFields(item, json);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new InvalidDataException($"{key}: {e.Message}", e);
        }
        if (Encoding.UTF8.GetByteCount(itemKey) is var keyBytes and > StateItem.MaxKeyBytes)
            throw new InvalidDataException($"{key}: its item's key has {keyBytes} bytes; at most {StateItem.MaxKeyBytes} are allowed.");
        if (AttributeJson.SizeOf(item) is var size and > MaxItemBytes)
            throw new InvalidDataException($"{key}: its item has {size} bytes; at most {MaxItemBytes} are allowed.");
        return item;
    }

    static bool HasOurKeys(TableDescription table) => table.KeySchema is [var key] && key.AttributeName == AttributeNames.Key
        && table.AttributeDefinitions.Any(attribute => attribute.AttributeName == AttributeNames.Key && attribute.AttributeType == ScalarAttributeType.S);

    async Task PutAsync(List<WriteRequest> batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [name] = batch } }, cancellationToken);
                if (response.UnprocessedItems is not { Count: > 0 } left)
                    return;
                batch = [.. left.Values.SelectMany(requests => requests)]; // One table was asked, so they are its, under its name or its ARN.
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFaults.IsThrottle(e))
            {
                // Nothing of the batch was put.
            }
            if (attempt == Attempts)
                throw new DynamoDbException($"Table '{name}' is throttled: of a batch, {batch.Count} items were not put. To put them all again does no harm.");
            await Task.Delay(Pause * attempt, time, cancellationToken);
        }
    }

    async Task<TableDescription?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.DescribeTableAsync(name, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    async Task<T> ExplainAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is not DynamoDbException && !cancellationToken.IsCancellationRequested)
        {
            throw DynamoDbFaults.Explain(e, name, client.Config);
        }
    }
}
