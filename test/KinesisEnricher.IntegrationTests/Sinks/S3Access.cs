using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>Buckets of an <see cref="S3rver"/>, through a proxy or past it.</summary>
static class S3Access
{
    public static S3Bucket Bucket(Uri endpoint, string name, string variable) => new(() => Connect(endpoint), name, variable);

    public static AmazonS3Client Connect(Uri endpoint) =>
        S3Clients.Create(new AwsAccess(new BasicAWSCredentials(S3rver.AccessKey, S3rver.SecretKey), "us-east-1", endpoint));

    /// <summary>What the emulator lacks: a put with <c>If-None-Match</c> under a name that was put under before is refused.</summary>
    public static HttpRule PutIfAbsent()
    {
        var names = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return async (request, forward) => request.Method == "PUT" && !names.TryAdd(request.PathAndQuery, true) && request.Headers.ContainsKey("If-None-Match")
            ? ProxiedResponse.PreconditionFailed()
            : await forward(request);
    }

    /// <summary>The objects whose names start so, with their content.</summary>
    public static async Task<SortedDictionary<string, byte[]>> ReadAsync(this IAmazonS3 client, string bucket, string prefix)
    {
        var objects = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var listed = await client.ListObjectsV2Async(new() { BucketName = bucket, Prefix = prefix });
        foreach (var found in listed.S3Objects ?? [])
        {
            using var response = await client.GetObjectAsync(bucket, found.Key);
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content);
            objects.Add(found.Key, content.ToArray());
        }
        return objects;
    }

    /// <summary>The folder of a stream that nobody else has.</summary>
    public static string FolderOf(string streamArn, string shardId) => StorageNames.OfShard(new(streamArn, shardId));
}
