using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.DynamoDb;

/// <summary>The function's own clients, and what proxies do to them.</summary>
static class Tables
{
    public static DynamoDbTable Open(Uri endpoint, string name) =>
        new(name, () => DynamoDbClients.Create(new AwsAccess(new BasicAWSCredentials("test", "test"), "eu-central-1", endpoint)));

    /// <summary>Puts the sites of the meters' streams in a table, each named after its key.</summary>
    public static async Task PutSitesAsync(this Dynalite dynalite, string table, IEnumerable<string> keys)
    {
        using var client = dynalite.Client();
        foreach (var keysOfCall in keys.Chunk(25))
        {
            var puts = keysOfCall.Select(key => new WriteRequest(new PutRequest(new()
            {
                ["pk"] = new() { S = $"SITE#{key}" },
                ["name"] = new() { S = $"The {key}" },
            })));
            await client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table] = [.. puts] } });
        }
    }

    /// <summary>Answers a BatchGetItem for every other key only, as DynamoDB does when it is short of capacity.</summary>
    public static Task<ProxiedResponse?> HalfUnprocessed(ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward) =>
        LeaveUnprocessedAsync(request, forward, (i, _) => i % 2 == 1);

    /// <summary>Answers a BatchGetItem without some of its keys.</summary>
    /// <param name="request">Any request; only BatchGetItem is meddled with.</param>
    /// <param name="forward">Passes on what is left of it.</param>
    /// <param name="isUnprocessed">Told a key's place in the call, and the key.</param>
    public static async Task<ProxiedResponse?> LeaveUnprocessedAsync(
        ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward, Func<int, string, bool> isUnprocessed)
    {
        if (request.Operation != "BatchGetItem")
            return await forward(request);
        var asked = JsonNode.Parse(request.Body.Span)!;
        var (table, wanted) = asked["RequestItems"]!.AsObject().First();
        var keys = wanted!["Keys"]!.AsArray().Select((key, i) => (Key: key!, IsLeft: isUnprocessed(i, key!["pk"]!["S"]!.GetValue<string>()))).ToArray();
        if (!Array.Exists(keys, key => key.IsLeft))
            return await forward(request);

        JsonNode body = new JsonObject { ["Responses"] = new JsonObject { [table] = new JsonArray() } };
        if (Array.Exists(keys, key => !key.IsLeft))
        {
            wanted["Keys"] = KeysOf(keys.Where(key => !key.IsLeft));
            body = JsonNode.Parse((await forward(request with { Body = Encoding.UTF8.GetBytes(asked.ToJsonString()) })).Body.Span)!;
        }
        body["UnprocessedKeys"] = new JsonObject { [table] = new JsonObject { ["Keys"] = KeysOf(keys.Where(key => key.IsLeft)), ["ConsistentRead"] = true } };
        return ProxiedResponse.Json(200, body.ToJsonString());
    }

    static JsonArray KeysOf(IEnumerable<(JsonNode Key, bool IsLeft)> keys) => new([.. keys.Select(key => key.Key.DeepClone())]);
}
