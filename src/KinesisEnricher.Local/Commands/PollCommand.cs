using System.CommandLine;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Running;
using KinesisEnricher.Local.Streams;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>poll</c>: an event source mapping on this machine.</summary>
sealed class PollCommand : Command, IHasExamples
{
    const string DefaultTemplate = "serverless.template";

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;

    readonly Option<string> _stream = new("--stream")
    {
        Description = $"The stream's name; {StreamAccess.DefaultStream} by default.", HelpName = "NAME", DefaultValueFactory = _ => StreamAccess.DefaultStream,
    };

    readonly Option<string> _template = new("--template")
    {
        Description = $"Where the mapping's settings are from: the function's Kinesis event. {DefaultTemplate} by default; options override it.", HelpName = "FILE",
    };

    readonly Option<Uri> _invoke = new("--invoke")
    {
        Description = "Drive the function behind this Invoke API, such as that of serve, instead of the one in this program.", HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError($"--invoke is '{result.Tokens[0].Value}'; allowed: an address that starts with http:// or https://.");
            return null;
        },
    };

    readonly Option<double> _timeout = Choices.Number("--timeout", "SECONDS", min: 1.0, max: 900, "The function's time-out, instead of the template's.");
    readonly Option<string> _checkpoints = new("--checkpoints") { Description = "Where checkpoints are kept; checkpoints/STREAM by default. Delete it to begin again.", HelpName = "FOLDER" };
    readonly Option<string> _onFailure = new("--on-failure") { Description = "Where batches that are given up are told of; on-failure.jsonl when the template has a destination.", HelpName = "FILE|s3://BUCKET" };
    readonly Option<string[]> _filter = new("--filter") { Description = """Only records that match, such as '{"data":{"type":["X"]}}'. May be given again.""", HelpName = "PATTERN" };

    readonly (Option<string> Option, string Setting)[] _settings =
    [
        (Setting("--batch-size", "Records in a batch at most.", "N"), "BatchSize"),
        (Setting("--batching-window", "How long a batch waits to be full.", "SECONDS"), "MaximumBatchingWindowInSeconds"),
        (Setting("--parallelization-factor", "Batches of a shard under way at once.", "N"), "ParallelizationFactor"),
        (Setting("--maximum-retry-attempts", "How often a failed batch is tried again; -1 without end.", "N"), "MaximumRetryAttempts"),
        (Setting("--maximum-record-age", "Give up records older than this; -1 for none.", "SECONDS"), "MaximumRecordAgeInSeconds"),
        (Setting("--bisect", "Deliver a failed batch again in two parts.", "true|false"), "BisectBatchOnFunctionError"),
        (Setting("--function-response-types", "ReportBatchItemFailures, or none.", "TYPE"), "FunctionResponseTypes"),
        (Setting("--tumbling-window", "Windows with a state; 0 for none.", "SECONDS"), "TumblingWindowInSeconds"),
        (Setting("--starting-position", "Where to begin without a checkpoint.", "TRIM_HORIZON|LATEST|TIME"), "StartingPosition"),
    ];

    public PollCommand(GlobalOptions global, Surroundings surroundings) : base("poll", "Read a stream as Lambda's event source mapping does, and drive the function with it.")
    {
        _global = global;
        _surroundings = surroundings;
        foreach (var option in new Option[] { _stream, _template, _invoke, _timeout, _checkpoints, _onFailure, _filter })
            Add(option);
        foreach (var (option, _) in _settings)
            Add(option);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples (the stream is at AWS_ENDPOINT_URL_KINESIS or --endpoint-url):
          -- poll --endpoint-url http://127.0.0.1:4567
          -- poll --stream orders --batch-size 10 --starting-position LATEST -v
          -- poll --invoke http://127.0.0.1:9001                         a function under serve, or under a debugger
          -- poll --maximum-retry-attempts 2 --on-failure failed.jsonl   and then: -- replay failed.jsonl

        Ctrl-C finishes the batch in hand and saves the checkpoints.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var deployment = new Deployment(settings.Variables, _surroundings);
        var (template, mapping) = ReadSettings(parsed);
        var stream = parsed.GetValue(_stream)!;
        var run = new MappingRun
        {
            Stream = stream,
            Settings = mapping,
            FunctionName = template?.FunctionName ?? "KinesisEnricher",
            Timeout = parsed.GetValue(_timeout) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : template?.Timeout,
            InvokeUrl = parsed.GetValue(_invoke),
            Checkpoints = _surroundings.PathOf(parsed.GetValue(_checkpoints) ?? Path.Combine("checkpoints", stream)),
            OnFailure = parsed.GetValue(_onFailure) ?? (mapping.HasDestination ? "on-failure.jsonl" : null),
        };
        await run.RunAsync(deployment, _surroundings, settings.Verbosity, settings.Color, cancellationToken);
        return ExitCode.Done;
    }

    (MappingTemplate?, MappingSettings) ReadSettings(ParseResult parsed)
    {
        var name = parsed.GetValue(_template) ?? DefaultTemplate;
        var path = _surroundings.PathOf(name);
        // Elsewhere than in the repository there may be none, and the options say it all.
        var template = parsed.GetValue(_template) is null && !File.Exists(path) ? null : MappingTemplate.Read(path, name);
        var settings = MappingSettings.From(template, name);
        foreach (var (option, setting) in _settings)
        {
            if (parsed.GetValue(option) is { } value)
                settings.Set(setting, value, option.Name);
        }
        if (parsed.GetValue(_filter) is { Length: > 0 } patterns)
            settings.SetFilters(patterns, _filter.Name);
        return (template, settings);
    }

    static Option<string> Setting(string name, string description, string value) => new(name) { Description = description, HelpName = value };
}
