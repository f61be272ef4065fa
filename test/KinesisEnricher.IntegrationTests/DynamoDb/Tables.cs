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
    public static async Task<ProxiedResponse?> HalfUnprocessed(ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward)
    {
        if (request.Operation != "BatchGetItem")
            return await forward(request);
        var asked = JsonNode.Parse(request.Body.Span)!;
        var (table, wanted) = asked["RequestItems"]!.AsObject().First();
        var keys = wanted!["Keys"]!.AsArray().Select(key => key!.DeepClone()).ToArray();
        if (keys.Length < 2)
            return await forward(request);
        wanted["Keys"] = new JsonArray([.. keys.Where((_, i) => i % 2 == 0)]);
        var answer = await forward(request with { Body = System.Text.Encoding.UTF8.GetBytes(asked.ToJsonString()) });
        var body = JsonNode.Parse(answer.Body.Span)!;
        body["UnprocessedKeys"] = new JsonObject { [table] = new JsonObject { ["Keys"] = new JsonArray([.. keys.Where((_, i) => i % 2 == 1)]), ["ConsistentRead"] = true } };
        return ProxiedResponse.Json(200, body.ToJsonString());
    }
}
