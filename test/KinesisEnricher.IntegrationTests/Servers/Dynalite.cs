using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>DynamoDB on this machine, in memory. Each test class makes a table of its own.</summary>
public sealed class Dynalite : IAsyncLifetime
{
    ServerProcess? _server;
    int _tables;

    public int Port { get; private set; }

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    public async Task InitializeAsync()
    {
        Port = LoopbackPort.Free();
        string[] arguments = ["-r", Emulators.OutliveClients, "node_modules/dynalite/cli.js", "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture)];
        _server = await Emulators.StartAsync(Port, [.. arguments, "--createTableMs", "0", "--deleteTableMs", "0"]);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>A client for the tests' own use, with no proxy in between.</summary>
    public AmazonDynamoDBClient Client() =>
        new(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = Endpoint.ToString(), AuthenticationRegion = "eu-central-1" });

    /// <summary>Makes a table with the one text key <paramref name="key"/>, and gives its name.</summary>
    public async Task<string> CreateTableAsync(string key = "pk", ScalarAttributeType? keyType = null)
    {
        var name = $"table-{Interlocked.Increment(ref _tables)}";
        using var client = Client();
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new KeySchemaElement(key, KeyType.HASH)],
            AttributeDefinitions = [new AttributeDefinition(key, keyType ?? ScalarAttributeType.S)],
        });
        while ((await client.DescribeTableAsync(name)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Yield();
        return name;
    }
}
