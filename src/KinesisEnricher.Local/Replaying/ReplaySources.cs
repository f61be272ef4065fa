using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Local.Replaying;

/// <summary>Finds the records of a source: a quarantine folder or file, <c>s3://bucket/prefix</c>, or a file or prefix of documents of a destination on failure.</summary>
sealed class ReplaySources(EnricherOptions options, Surroundings surroundings)
{
    const string S3 = "s3://";
    const string Marker = ".replayed";
    const int MaxAttempts = 10;

    /// <summary>Where Lambda, and <c>poll</c> as it does, puts documents of a destination on failure.</summary>
    const string Documents = "aws/lambda/";

    /// <exception cref="UsageException">It cannot be read. The message names it.</exception>
    public async Task<IReadOnlyList<ReplayRecord>> LoadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (name.StartsWith(S3, StringComparison.Ordinal))
                return await LoadBucketAsync(name, cancellationToken);
            var path = surroundings.PathOf(name);
            if (File.Exists(path) && !IsQuarantined(path))
                return await LoadDocumentsAsync(path, name, cancellationToken);
            return LoadFolder(path);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new UsageException($"{name}: no such file or folder.", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or AmazonS3Exception)
        {
            throw new UsageException($"{name}: cannot be replayed. {e.Message}", e);
        }
    }

    static bool IsQuarantined(string file)
    {
        try
        {
            FolderQuarantine.Load(file);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    static IReadOnlyList<ReplayRecord> LoadFolder(string path)
    {
        var root = File.Exists(path) ? Path.GetDirectoryName(Path.GetDirectoryName(path))! : path;
        return
        [
            .. FolderQuarantine.Load(path).Select(record =>
            {
                var marker = Path.Combine(root, QuarantineDocument.NameOf(record)) + Marker;
                return new ReplayRecord(record, cancellationToken => File.WriteAllBytesAsync(marker, [], cancellationToken), File.Exists(marker));
            }),
        ];
    }

    async Task<IReadOnlyList<ReplayRecord>> LoadBucketAsync(string name, CancellationToken cancellationToken)
    {
        var parts = name[S3.Length..].Split('/', 2);
        var (bucket, prefix) = (parts[0], parts.Length == 2 ? parts[1] : "");
        if (bucket.Length == 0)
            throw new UsageException($"{name}: the bucket is missing. Name it as s3://BUCKET/PREFIX.");
        // Kept open: the marks are put by it at the end.
        var client = S3Clients.Create(AwsAccess.From(options.Variables, options.Endpoints.S3));
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, cancellationToken);
            keys.AddRange((page.S3Objects ?? []).Select(o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);

        var marked = keys.Where(key => key.EndsWith(Marker, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var records = new List<ReplayRecord>();
        foreach (var key in keys.Where(key => !key.EndsWith(Marker, StringComparison.Ordinal)))
        {
            if (key.EndsWith(".json", StringComparison.Ordinal))
            {
                Add(QuarantineDocument.Read(await GetAsync(client, bucket, key, cancellationToken), $"{S3}{bucket}/{key}"), key + Marker);
            }
            else if (key.StartsWith(Documents, StringComparison.Ordinal) && prefix.StartsWith(Documents, StringComparison.Ordinal))
            {
                // Beside quarantined records lie whole batches that were given up: they are replayed when they are asked for.
                var batches = GivenUpBatch.ReadAll(await GetAsync(client, bucket, key, cancellationToken), $"{S3}{bucket}/{key}");
                foreach (var record in await ReadBatchesAsync(batches, cancellationToken))
                    Add(record, $"{key}.{record.Position}{Marker}");
            }
        }
        return [.. records.OrderBy(r => r.Record.Shard.StreamArn, StringComparer.Ordinal).ThenBy(r => r.Record.Shard.ShardId, StringComparer.Ordinal).ThenBy(r => r.Record.Position)];

        void Add(QuarantinedRecord record, string mark) => records.Add(new ReplayRecord(record, token => MarkAsync(client, bucket, mark, token), marked.Contains(mark)));
    }

    static async Task<byte[]> GetAsync(AmazonS3Client client, string bucket, string key, CancellationToken cancellationToken)
    {
        using var response = await client.GetObjectAsync(bucket, key, cancellationToken);
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    static Task MarkAsync(AmazonS3Client client, string bucket, string mark, CancellationToken cancellationToken) => client.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = mark, ContentBody = "", UseChunkEncoding = false }, cancellationToken);

    /// <summary>A file beside it has a line for each record that was replayed.</summary>
    async Task<IReadOnlyList<ReplayRecord>> LoadDocumentsAsync(string path, string name, CancellationToken cancellationToken)
    {
        var marks = path + Marker;
        var marked = File.Exists(marks) ? File.ReadLines(marks).ToHashSet(StringComparer.Ordinal) : [];
        var records = await ReadBatchesAsync(GivenUpBatch.ReadAll(await File.ReadAllBytesAsync(path, cancellationToken), name), cancellationToken);
        return
        [
            .. records.Select(record => new ReplayRecord(
                record, token => File.AppendAllLinesAsync(marks, [IdentityOf(record)], token), marked.Contains(IdentityOf(record)))),
        ];
    }

    static string IdentityOf(QuarantinedRecord record) => $"{record.Shard.StreamArn} {record.Shard.ShardId} {record.Position}";

    /// <summary>A document says which part of which shard was given up: the stream still has the records. One that was given up twice is there once.</summary>
    async Task<IReadOnlyList<QuarantinedRecord>> ReadBatchesAsync(IEnumerable<GivenUpBatch> batches, CancellationToken cancellationToken)
    {
        var records = new List<QuarantinedRecord>();
        foreach (var batch in batches)
        {
            var stream = batch.Range.StreamArn[(batch.Range.StreamArn.LastIndexOf('/') + 1)..];
            var (client, _) = await StreamAccess.OpenAsync(options, stream, surroundings.Time, cancellationToken);
            using (client)
                records.AddRange(await ReadBatchAsync(client, stream, batch, cancellationToken));
        }
        return [.. records.DistinctBy(IdentityOf)];
    }

    async Task<IReadOnlyList<QuarantinedRecord>> ReadBatchAsync(KinesisClient client, string stream, GivenUpBatch batch, CancellationToken cancellationToken)
    {
        var range = batch.Range;
        var end = SequenceNumber.Parse(range.End);
        var records = new List<QuarantinedRecord>();
        try
        {
            var iterator = await PatientlyAsync(() => client.GetShardIteratorAsync(stream, range.ShardId, IteratorStart.At(range.Start), cancellationToken), cancellationToken);
            for (var isAtEnd = false; iterator is not null && !isAtEnd;)
            {
                var page = await PatientlyAsync(() => client.GetRecordsAsync(iterator, limit: 1000, cancellationToken), cancellationToken);
                foreach (var record in page.Records)
                {
                    var number = SequenceNumber.Parse(record.SequenceNumber);
                    isAtEnd |= number >= end;
                    if (number <= end && batch.MayHold(number))
                        records.Add(RecordOf(record, number, range));
                }
                // An open shard has a next page for ever, also when what is looked for is no longer there.
                isAtEnd |= page.Records.Count == 0 && page.Behind == TimeSpan.Zero;
                iterator = page.NextIterator;
            }
        }
        catch (KinesisException e)
        {
            throw new UsageException($"{stream}, {range.ShardId}: its records from {range.Start} to {range.End} cannot be read: {e.Message}", e);
        }
        if (records.Count < batch.Size)
            await surroundings.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{stream}, {range.ShardId}: the stream has {records.Count} of the {batch.Size} records from {range.Start} to {range.End}; it has forgotten the others."));
        return records;
    }

    /// <summary>A shard is read five times a second at most, by whoever reads it.</summary>
    async Task<T> PatientlyAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await call();
            }
            catch (KinesisException e) when (e.Fault == KinesisFault.Throttled && failures < MaxAttempts)
            {
                await Task.Delay(Backoff.After(failures), surroundings.Time, cancellationToken);
            }
        }
    }

    static QuarantinedRecord RecordOf(StreamRecord record, SequenceNumber number, ShardRange range) => new()
    {
        Shard = new Shard(range.StreamArn, range.ShardId),
        Position = new Position(number, 0),
        PartitionKey = record.PartitionKey,
        RecordPartitionKey = record.PartitionKey,
        ArrivalTime = record.ArrivalTime,
        Type = null,
        Fault = new Fault(range.Condition, "given up by an event source mapping"),
        Data = record.Data,
    };
}
