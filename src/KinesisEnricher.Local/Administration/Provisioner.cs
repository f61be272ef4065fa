using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Administration;

/// <summary>Makes what is not there yet, and says whether it did.</summary>
sealed class Provisioner(AwsPlaces places, TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<bool> CreateTableAsync(CancellationToken cancellationToken)
    {
        using var table = places.ConnectAdmin();
        return await table.CreateTableAsync(cancellationToken);
    }

    /// <summary>Makes a stream of <paramref name="shards"/> shards, and waits until it can be used. One that is there keeps the shards that it has.</summary>
    public async Task<bool> CreateStreamAsync(string name, int shards, CancellationToken cancellationToken)
    {
        using var kinesis = places.ConnectKinesis();
        var created = true;
        try
        {
            await kinesis.CreateStreamAsync(name, shards, cancellationToken);
        }
        catch (KinesisException e) when (e.Fault == KinesisFault.InUse)
        {
            created = false;
        }
        while (!(await kinesis.DescribeStreamAsync(name, cancellationToken)).IsReady)
            await Task.Delay(Pause, time, cancellationToken);
        return created;
    }

    public async Task<bool> CreateBucketAsync(string name, CancellationToken cancellationToken)
    {
        using var s3 = places.ConnectS3();
        try
        {
            await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = name }, cancellationToken);
            return false;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            await s3.PutBucketAsync(new PutBucketRequest { BucketName = name, UseClientRegion = true }, cancellationToken);
            return true;
        }
    }
}
