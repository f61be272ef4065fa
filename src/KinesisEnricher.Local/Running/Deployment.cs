using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.Faults;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Local.Running;

/// <summary>
/// The function as the environment sets it up, with what a run on this machine adds: reference data and quarantine have a place by default, and what would go
/// to the console is noted for the report.
/// </summary>
sealed class Deployment
{
    const string ReferenceFile = "REFERENCE_FILE";
    const string QuarantinePath = "QUARANTINE_PATH";
    const string DefaultQuarantine = "quarantine";

    readonly Surroundings _surroundings;
    readonly EnricherOptions _options;

    /// <param name="variables">The environment variables.</param>
    /// <param name="surroundings">Where relative paths start, and the clock.</param>
    /// <exception cref="ConfigurationException">A value is not allowed. The message names the variable, its value and what is allowed.</exception>
    public Deployment(IReadOnlyDictionary<string, string> variables, Surroundings surroundings)
    {
        _surroundings = surroundings;
        _options = EnricherOptions.From(Complete(variables));
    }

    /// <summary>What the deployment chose.</summary>
    public EnricherOptions Options => _options;

    /// <summary>The failures to be seen.</summary>
    public IReadOnlyList<InjectedFault> Faults { get; init; } = [];

    /// <summary>Puts the function together, with state and counts of its own.</summary>
    /// <param name="sink">Has what goes out.</param>
    /// <exception cref="ConfigurationException">The options ask for something that cannot be had.</exception>
    public Enricher Create(out RecordingSink sink)
    {
        RecordingSink? recording = null;
        var enricher = Enricher.Create(
            _options,
            ports =>
            {
                recording = new RecordingSink(_options.Output == OutputKind.Console ? new NoneSink() : ports.Sink);
                return Faults.Aggregate(ports with { Sink = recording }, (current, fault) => fault.Apply(current));
            },
            _surroundings.Time,
            _surroundings.Random);
        sink = recording!;
        return enricher;
    }

    /// <summary>Puts the function together with what the options ask for.</summary>
    /// <param name="replace">Changes its ports.</param>
    /// <exception cref="ConfigurationException">The options ask for something that cannot be had.</exception>
    public Enricher Create(Func<PipelinePorts, PipelinePorts> replace) => Enricher.Create(_options, replace, _surroundings.Time, _surroundings.Random);

    public DeploymentSummary Summarize(Enricher enricher)
    {
        var table = _options.EnableDynamoDb ? $"dynamodb {_options.TableName}" : null;
        var lookUps = new[]
        {
            _options.Redis is { } redis ? $"redis {redis}" : null,
            _options.ReferenceFile is { } file ? _surroundings.NameOf(file) : table,
        }.OfType<string>();
        return new DeploymentSummary(
            enricher.Strategies.Families, table ?? "memory", string.Join(" + ", lookUps.DefaultIfEmpty("none")), OutputOf(_options), QuarantineOf(_options));
    }

    static string? OutputOf(EnricherOptions options) => options.Output switch
    {
        OutputKind.Kinesis => $"kinesis {options.OutputStreamName}",
        OutputKind.S3 => $"s3://{options.OutputBucket}",
        _ => null,
    };

    string? QuarantineOf(EnricherOptions options) => options switch
    {
        { Poison: PoisonPolicy.Fail } => null,
        { QuarantineBucket: { } bucket } => $"s3://{bucket}",
        { QuarantinePath: { } path } => $"{_surroundings.NameOf(path).TrimEnd('/', '\\')}/",
        _ => null,
    };

    Dictionary<string, string> Complete(IReadOnlyDictionary<string, string> variables)
    {
        var complete = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        var settings = new Settings(variables);
        // The samples' reference data must not stand before what a table holds.
        var found = settings.Bool("ENABLE_DYNAMO_DB", false) ? null : Samples.FindReference(_surroundings);
        if ((settings.Text(ReferenceFile) ?? found) is { } reference)
            complete[ReferenceFile] = _surroundings.PathOf(reference);
        if (settings.Text("QUARANTINE_BUCKET") is null)
            complete[QuarantinePath] = _surroundings.PathOf(settings.Text(QuarantinePath) ?? DefaultQuarantine);
        return complete;
    }
}
