using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Local.Running;

/// <summary>A mapping between a stream and the function, run until Ctrl-C.</summary>
sealed class MappingRun
{
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The stream's name.</summary>
    public required string Stream { get; init; }

    /// <summary>The mapping's settings.</summary>
    public required MappingSettings Settings { get; init; }

    /// <summary>The function's name, for destination documents.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The function's time-out; null for Lambda's of the template.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The Invoke API of a function elsewhere; null for the one in this process.</summary>
    public Uri? InvokeUrl { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>A file, or <c>s3://bucket</c>; null for none.</summary>
    public string? OnFailure { get; init; }

    /// <exception cref="UsageException">Something that it needs is not there.</exception>
    public async Task RunAsync(Deployment deployment, Surroundings surroundings, Verbosity verbosity, ColorChoice color, CancellationToken stop)
    {
        var options = deployment.Options;
        var (client, stream) = await StreamAccess.OpenAsync(options, Stream, surroundings.Time, stop);
        using var _ = client;
        var region = stream.Arn.Split(':') is [_, _, _, var r, var account, ..] ? $"{r}:{account}" : "us-east-1:000000000000";
        var mapping = Settings.Build(stream.Arn, $"arn:aws:lambda:{region}:function:{FunctionName}");
        var last = new LastEventSink();
        await using var enricher = InvokeUrl is null ? CreateEnricher(deployment, last, surroundings) : null;
        var timeout = Timeout ?? DefaultTimeout;
        using var http = InvokeUrl is null ? null : new HttpInvoker(InvokeUrl, AwsAccess.From(options.Variables, InvokeUrl), timeout, surroundings.Time);
        using var bucket = BucketOf(options);
        WritableFile.Check(Path.Combine(Checkpoints, "checkpoint.new"), surroundings.NameOf(Checkpoints), "--checkpoints");
        IOnFailureDestination? destination = bucket is not null ? new S3Destination(bucket, $"{Stream}-local", Guid.NewGuid)
            : OnFailure is { } file ? FileOf(surroundings.PathOf(file), file) : null;

        var console = Consoles.Create(surroundings, color);
        // What is drawn again and again needs a terminal that can, and nothing else that writes there.
        var table = console.Profile.Capabilities.Ansi && surroundings.TerminalWidth is not null && verbosity == Verbosity.Normal && !IsConsoleAsked(options)
            ? new MappingTable(() => last.Last, surroundings.Time)
            : null;
        var lines = new MappingLines(surroundings.Out, verbosity);
        IMappingObserver observer = table is null ? lines : table;
        var ports = new MappingPorts(
            new KinesisStreamReader(client, Stream), enricher is null ? http! : new EnricherInvoker(enricher, timeout), new FolderCheckpoints(Checkpoints), destination, observer);
        try
        {
            await surroundings.Out.WriteLineAsync($"{stream.Arn} -> {InvokeUrl?.ToString() ?? FunctionName}   checkpoints {surroundings.NameOf(Checkpoints)}/   Ctrl-C ends it");
            await surroundings.Out.FlushAsync(stop);
            var work = new Mapping(mapping, ports, surroundings.Time).RunAsync(stop);
            await (table is null ? work : table.ShowAsync(console, work));
            if (table is null)
                lines.End();
        }
        catch (KinesisException e)
        {
            throw new UsageException($"The shards of {Stream} cannot be read: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    static Enricher CreateEnricher(Deployment deployment, LastEventSink last, Surroundings surroundings)
    {
        // Unless it is asked for, the console is the view's.
        var enricher = deployment.Create(ports => ports.Sink is ConsoleSink ? ports with { Sink = IsConsoleAsked(deployment.Options) ? ConsoleOf(deployment, surroundings) : last } : ports);
        foreach (var warning in enricher.Warnings)
            surroundings.Error.WriteLine(warning);
        return enricher;
    }

    static bool IsConsoleAsked(EnricherOptions options) => options.Output == OutputKind.Console && options.Variables.ContainsKey("OUTPUT");

    static ConsoleSink ConsoleOf(Deployment deployment, Surroundings surroundings) => new(surroundings.Out, deployment.Options.ConsoleFormat);

    static FileDestination FileOf(string path, string name)
    {
        WritableFile.Check(path, name, "--on-failure");
        return new FileDestination(path);
    }

    S3Bucket? BucketOf(EnricherOptions options)
    {
        const string scheme = "s3://";
        if (OnFailure?.StartsWith(scheme, StringComparison.Ordinal) != true)
            return null;
        var bucket = OnFailure[scheme.Length..].TrimEnd('/');
        if (bucket.Length == 0)
            throw new UsageException($"--on-failure is '{OnFailure}'; allowed: a file, or s3://BUCKET.");
        var access = AwsAccess.From(options.Variables, options.Endpoints.S3);
        return new S3Bucket(() => S3Clients.Create(access), bucket, "--on-failure");
    }
}
