using System.CommandLine;
using KinesisEnricher.Local.Administration;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>init</c>: makes the table, streams and buckets that the environment names, where they are not there yet.</summary>
sealed class InitCommand : Command, IHasExamples
{
    const int MaxShards = 100;

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;

    readonly Option<string[]> _streams = new("--stream") { Description = "A stream to read from, to be made too. May be given again.", HelpName = "NAME" };

    readonly Option<int> _shards = Choices.Number("--shards", "N", min: 1, MaxShards, fallback: 1, "Shards of streams that are made.");

    readonly Option<bool> _inAws = new("--in-aws") { Description = "Make things in AWS itself, where no endpoint stands in for it." };

    public InitCommand(GlobalOptions global, Surroundings surroundings) : base(
        "init", "Make the table AWS_TABLE_NAME, the stream OUTPUT_STREAM_NAME and the buckets OUTPUT_BUCKET and QUARANTINE_BUCKET, as far as they are set and not there yet.")
    {
        _global = global;
        _surroundings = surroundings;
        Add(_streams);
        Add(_shards);
        Add(_inAws);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          AWS_TABLE_NAME=entities -- init --endpoint-url http://127.0.0.1:8000
          -- init --stream events --shards 4

        Running it twice does no harm. For AWS itself there is serverless.template; --in-aws is for trying things out.

        Exit codes: 0 done, 1 something could not be made, 2 wrong usage, 130 Ctrl-C.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var places = new AwsPlaces(settings.Variables, _surroundings.Time);
        var items = ItemsOf(parsed, places).ToList();
        if (items.Count == 0)
            throw new UsageException("init has nothing to make; set AWS_TABLE_NAME, OUTPUT_STREAM_NAME, OUTPUT_BUCKET or QUARANTINE_BUCKET, or give --stream NAME.");
        if (!parsed.GetValue(_inAws) && items.Find(item => item.Endpoint is null) is { } real)
        {
            throw new UsageException(
                $"{real.What} would be made in AWS itself, because no endpoint stands in for it: set AWS_ENDPOINT_URL or --endpoint-url, or say --in-aws.");
        }

        foreach (var item in items)
        {
            var created = await item.CreateAsync(cancellationToken);
            if (settings.Verbosity != Verbosity.Quiet)
                await _surroundings.Out.WriteLineAsync($"{(created ? "made" : "there already"),-15}{item.What}".AsMemory(), cancellationToken);
        }
        return ExitCode.Done;
    }

    IEnumerable<Item> ItemsOf(ParseResult parsed, AwsPlaces places)
    {
        var options = places.Options;
        var provisioner = new Provisioner(places, _surroundings.Time);
        var shards = parsed.GetValue(_shards);
        if (options.TableName is { } table)
            yield return new Item($"table {table}", options.Endpoints.DynamoDb, provisioner.CreateTableAsync);
        foreach (var stream in (parsed.GetValue(_streams) ?? []).Append(options.OutputStreamName).OfType<string>().Distinct(StringComparer.Ordinal))
            yield return new Item($"stream {stream}", options.Endpoints.Kinesis, cancellation => provisioner.CreateStreamAsync(stream, shards, cancellation));
        foreach (var bucket in new[] { options.OutputBucket, options.QuarantineBucket }.OfType<string>().Distinct(StringComparer.Ordinal))
            yield return new Item($"bucket {bucket}", options.Endpoints.S3, cancellation => provisioner.CreateBucketAsync(bucket, cancellation));
    }

    /// <summary>Something to make.</summary>
    /// <param name="What">In words.</param>
    /// <param name="Endpoint">What stands in for AWS; null for AWS itself.</param>
    /// <param name="CreateAsync">Makes it unless it is there, and says whether it did.</param>
    sealed record Item(string What, Uri? Endpoint, Func<CancellationToken, Task<bool>> CreateAsync);
}
