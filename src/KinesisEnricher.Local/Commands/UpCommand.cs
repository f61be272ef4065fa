using System.CommandLine;
using System.Globalization;
using KinesisEnricher.Local.Emulators;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Running;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>up</c>: a whole stream on this machine.</summary>
sealed class UpCommand : Command, IHasExamples
{
    const string Template = "serverless.template";
    const int DefaultPort = 4567;

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;
    readonly Option<bool> _demo = new("--demo") { Description = "Put the samples on the stream, one event after the other, without end." };

    readonly Option<int> _shards = Choices.Number("--shards", "N", min: 1, max: 50, fallback: 2, "Shards of the stream; 2 by default.");

    readonly Option<int> _port = Choices.Number(
        "--base-port", "PORT", min: 0, max: 65_000, DefaultPort,
        string.Create(CultureInfo.InvariantCulture, $"Kinesis' port; the other servers have the ones behind it. {DefaultPort} by default; 0 takes free ones."));

    public UpCommand(GlobalOptions global, Surroundings surroundings)
        : base("up", "Start what is installed of Kinesis, DynamoDB, S3 and Redis here, and run the function on a stream.")
    {
        _global = global;
        _surroundings = surroundings;
        foreach (var option in new Option[] { _demo, _shards, _port })
            Add(option);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          -- up              and in another terminal what it says
          -- up --demo

        Ctrl-C stops all that it started. State and stream go with it.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var output = _surroundings.Out;
        await using var cloud = await LocalCloud.StartAsync(
            _surroundings, StreamAccess.DefaultStream, parsed.GetValue(_shards), parsed.GetValue(_port), cancellationToken);
        var variables = new Dictionary<string, string>(settings.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in cloud.Variables)
            variables[name] = value;

        await output.WriteLineAsync(cloud.Summary);
        foreach (var missing in cloud.Missing)
            await output.WriteLineAsync($"not here: {missing}");
        await output.WriteLineAsync("In another terminal, for an event that comes through, its entities, and what was poison:");
        foreach (var (before, command, endpoint) in Suggestions(cloud))
            await output.WriteLineAsync($"  {before}dotnet run --project src/KinesisEnricher.Local -- {command} --endpoint-url {endpoint}");
        await output.FlushAsync(cancellationToken);

        var deployment = new Deployment(variables, _surroundings);
        var checkpoints = Directory.CreateTempSubdirectory("kinesis-enricher-checkpoints-");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var demo = parsed.GetValue(_demo) ? DemoAsync(deployment, ended.Token) : Task.CompletedTask;
            var (function, mapping) = ReadTemplate();
            var run = new MappingRun { Stream = StreamAccess.DefaultStream, Settings = mapping, FunctionName = function, Checkpoints = checkpoints.FullName };
            try
            {
                await run.RunAsync(deployment, _surroundings, settings.Verbosity, settings.Color, cancellationToken);
            }
            finally
            {
                ended.Cancel();
                await demo;
            }
        }
        finally
        {
            checkpoints.Delete(recursive: true);
        }
        return ExitCode.Done;
    }

    /// <summary>What to type to see something happen, as far as the servers for it are there.</summary>
    static IEnumerable<(string Before, string Command, string Endpoint)> Suggestions(LocalCloud cloud)
    {
        yield return ("", "put events/mixed.json", EndpointOf("AWS_ENDPOINT_URL_KINESIS"));
        if (cloud.Variables.ContainsKey("AWS_ENDPOINT_URL_DYNAMODB"))
            yield return ($"AWS_TABLE_NAME={LocalCloud.Table} ", "state list", EndpointOf("AWS_ENDPOINT_URL_DYNAMODB"));
        if (cloud.Variables.ContainsKey("AWS_ENDPOINT_URL_S3"))
            yield return ($"AWS_ACCESS_KEY_ID={LocalCloud.S3Key} AWS_SECRET_ACCESS_KEY={LocalCloud.S3Key} ", $"replay s3://{LocalCloud.Quarantine}", EndpointOf("AWS_ENDPOINT_URL_S3"));

        string EndpointOf(string variable) => cloud.Variables[variable].TrimEnd('/');
    }

    (string Function, MappingSettings Settings) ReadTemplate()
    {
        var path = _surroundings.PathOf(Template);
        if (!File.Exists(path))
            return ("KinesisEnricher", MappingSettings.From(null, Template));
        var template = MappingTemplate.Read(path, Template);
        return (template.FunctionName, MappingSettings.From(template, Template));
    }

    /// <summary>Ten sample records a second, until it is stopped.</summary>
    async Task DemoAsync(Deployment deployment, CancellationToken stop)
    {
        try
        {
            using var client = new KinesisClient(AwsAccess.From(deployment.Options.Variables, deployment.Options.Endpoints.Kinesis));
            var records = Samples.Find(_surroundings, _ => { })
                .SelectMany(sample => Core.Kinesis.KinesisEventReader.Read(sample.Utf8.ToArray()).Records)
                .Where(r => r.PartitionKey.Length > 0 && !r.Data.IsEmpty).Select(r => new SourceRecord(r.PartitionKey, r.Data)).ToArray();
            while (true)
            {
                foreach (var record in records)
                {
                    var feed = new StreamFeed(client, StreamAccess.DefaultStream, _surroundings.Time);
                    await feed.AddAsync(record, stop);
                    await feed.FlushAsync(stop);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _surroundings.Time, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What it was waiting for.
        }
    }
}
