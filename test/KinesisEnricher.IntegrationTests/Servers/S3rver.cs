using System.Globalization;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>
/// S3 on this machine, in a folder that goes with it: path style, <c>UseChunkEncoding=false</c> on every put, and no <c>If-None-Match</c> (an
/// <see cref="HttpFaultProxy"/> must answer 412). Each test class has a key prefix of its own.
/// </summary>
public sealed class S3rver : IAsyncLifetime
{
    public const string Bucket = "events";
    public const string QuarantineBucket = "quarantine";
    public const string AccessKey = "S3RVER";
    public const string SecretKey = "S3RVER";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-s3-");
    ServerProcess? _server;

    public int Port { get; private set; }

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    public async Task InitializeAsync()
    {
        Port = LoopbackPort.Free();
        string[] listen = ["node_modules/s3rver/bin/s3rver.js", "-d", _folder.FullName, "-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)];
        string[] buckets = ["--no-vhost-buckets", "--configure-bucket", Bucket, "--configure-bucket", QuarantineBucket];
        _server = await Emulators.StartAsync(Port, [.. listen, .. buckets], ("NODE_OPTIONS", "--openssl-legacy-provider"));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
