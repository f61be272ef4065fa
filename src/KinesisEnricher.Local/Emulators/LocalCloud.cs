using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Emulators;

/// <summary>What the function needs of a cloud, on this machine: a stream, and where they are installed a table, buckets and Redis. It ends with this program.</summary>
sealed class LocalCloud : IAsyncDisposable
{
    public const string Table = "enricher";
    public const string Quarantine = "enricher-quarantine";

    /// <summary>The pair that s3rver knows, key and secret alike; the others take any.</summary>
    public const string S3Key = "S3RVER";

    const string Region = "us-east-1";
    const string KinesisScript = OutliveClients + "require('kinesalite')({createStreamMs:0,deleteStreamMs:0,updateStreamMs:0,shardLimit:100}).listen(Number(process.argv[1]),'127.0.0.1')";
    const string DynamoScript = OutliveClients + "require('dynalite')({createTableMs:0,deleteTableMs:0,updateTableMs:0}).listen(Number(process.argv[1]),'127.0.0.1')";

    /// <summary>A client that is killed in the midst of a request must not take the server with it: both throw what the request says then.</summary>
    const string OutliveClients = "process.on('uncaughtException',e=>{if(e.code!=='ECONNRESET'){console.error(e);process.exit(1)}});";

    /// <summary>Has kinesalite answer what it never answers by itself.</summary>
    public static string AtTimestampFix { get; } = Path.Combine(AppContext.BaseDirectory, "Emulators", "kinesalite-at-timestamp.js");

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly List<LocalServer> _servers = [];
    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("kinesis-enricher-up-");

    LocalCloud() { }

    /// <summary>The environment variables that lead there.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["AWS_REGION"] = Region };

    /// <summary>What is not installed, and what stands in for it: a sentence each.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Names and ports.</summary>
    public string Summary => string.Join("   ", _servers.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Port}")));

    /// <param name="surroundings">Where to look for servers.</param>
    /// <param name="stream">The stream to make.</param>
    /// <param name="shards">Its shards.</param>
    /// <param name="basePort">Kinesis is there, and the others behind it; 0 takes free ports.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="UsageException">There is no Kinesis, or a server does not start.</exception>
    public static async Task<LocalCloud> StartAsync(Surroundings surroundings, string stream, int shards, int basePort, CancellationToken cancellationToken)
    {
        var cloud = new LocalCloud();
        try
        {
            var installed = new InstalledServers(surroundings);
            await cloud.StartKinesisAsync(installed, surroundings, stream, shards, Port(0), cancellationToken);
            await cloud.StartDynamoAsync(installed, surroundings, Port(1), cancellationToken);
            await cloud.StartS3Async(installed, surroundings, Port(2), cancellationToken);
            await cloud.StartRedisAsync(installed, surroundings, Port(3), cancellationToken);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }

        int Port(int offset) => basePort == 0 ? LocalServer.FreePort() : basePort + offset;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    async Task StartKinesisAsync(InstalledServers installed, Surroundings surroundings, string stream, int shards, int port, CancellationToken cancellationToken)
    {
        var folder = installed.FolderOf("kinesalite")
            ?? throw new UsageException("There is no Kinesis to start: neither Node nor the npm package kinesalite is here. ./test/run.sh installs them; npm install kinesalite does it, too.");
        var server = Add(await LocalServer.StartAsync("kinesis", "node", port, ["-r", AtTimestampFix, "-e", KinesisScript, Text(port)], folder, surroundings.Time, cancellationToken));
        Variables["AWS_ENDPOINT_URL_KINESIS"] = server.Endpoint.ToString();
        using var client = new KinesisClient(Access(server));
        await client.CreateStreamAsync(stream, shards, cancellationToken);
        while (!(await client.DescribeStreamAsync(stream, cancellationToken)).IsReady)
            await Task.Delay(Interval, surroundings.Time, cancellationToken);
    }

    async Task StartDynamoAsync(InstalledServers installed, Surroundings surroundings, int port, CancellationToken cancellationToken)
    {
        if (installed.FolderOf("dynalite") is not { } folder)
        {
            Missing.Add("DynamoDB (npm install dynalite): state is in memory.");
            return;
        }
        var server = Add(await LocalServer.StartAsync("dynamodb", "node", port, ["-e", DynamoScript, Text(port)], folder, surroundings.Time, cancellationToken));
        Variables["AWS_ENDPOINT_URL_DYNAMODB"] = server.Endpoint.ToString();
        Variables["ENABLE_DYNAMO_DB"] = "true";
        Variables["AWS_TABLE_NAME"] = Table;
        using var client = DynamoDbClients.Create(Access(server));
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Table, BillingMode = BillingMode.PAY_PER_REQUEST, KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
            },
            cancellationToken);
        while ((await client.DescribeTableAsync(Table, cancellationToken)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(Interval, surroundings.Time, cancellationToken);
        if (Samples.FindReference(surroundings) is { } reference)
            await ReferenceSeed.PutAsync(client, Table, ReferenceFile.Load(reference), cancellationToken);
    }

    async Task StartS3Async(InstalledServers installed, Surroundings surroundings, int port, CancellationToken cancellationToken)
    {
        if (installed.FolderOf("s3rver") is not { } folder)
        {
            Missing.Add("S3 (npm install s3rver): poison records are kept in quarantine/.");
            return;
        }
        string[] arguments = ["node_modules/s3rver/bin/s3rver.js", "-d", _data.FullName, "-a", "127.0.0.1", "-p", Text(port), "--no-vhost-buckets", "--configure-bucket", Quarantine];
        var server = Add(await LocalServer.StartAsync("s3", "node", port, arguments, folder, surroundings.Time, cancellationToken));
        Variables["AWS_ENDPOINT_URL_S3"] = server.Endpoint.ToString();
        Variables["QUARANTINE_BUCKET"] = Quarantine;
        Variables["AWS_ACCESS_KEY_ID"] = S3Key;
        Variables["AWS_SECRET_ACCESS_KEY"] = S3Key;
    }

    async Task StartRedisAsync(InstalledServers installed, Surroundings surroundings, int port, CancellationToken cancellationToken)
    {
        if (installed.OnPath("redis-server") is not { } file)
        {
            Missing.Add("Redis (redis-server): look-ups are cached in memory only.");
            return;
        }
        string[] arguments = ["--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _data.FullName];
        Add(await LocalServer.StartAsync("redis", file, port, arguments, _data.FullName, surroundings.Time, cancellationToken));
        Variables["REDIS_HOST"] = "127.0.0.1";
        Variables["REDIS_PORT"] = Text(port);
    }

    LocalServer Add(LocalServer server)
    {
        _servers.Add(server);
        return server;
    }

    static AwsAccess Access(LocalServer server) => new(new BasicAWSCredentials("local", "local"), Region, server.Endpoint);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
