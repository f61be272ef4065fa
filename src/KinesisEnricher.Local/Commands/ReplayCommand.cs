using System.CommandLine;
using System.Globalization;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Replaying;
using KinesisEnricher.Local.Running;
using KinesisEnricher.Local.Streams;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>replay</c>: brings quarantined or given-up records back.</summary>
sealed class ReplayCommand : Command, IHasExamples
{
    const int BatchRecords = 500;
    const int KeyLength = 32;

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;

    readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "A quarantine folder or file, s3://BUCKET/PREFIX, or a file of documents of a destination on failure (in a bucket: s3://BUCKET/aws/lambda/).", Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<bool> _apply = new("--apply") { Description = "Do it. Without it nothing is changed: what would be replayed is shown." };
    readonly Option<bool> _again = new("--again") { Description = "Those that were replayed before, too." };
    readonly Option<string> _toStream = new("--to-stream") { Description = "Onto this stream, instead of through the function.", HelpName = "NAME" };
    readonly Option<string[]> _reasons = new("--reason") { Description = "Only those of this reason. May be given again.", HelpName = "REASON" };
    readonly Option<string[]> _keys = new("--key") { Description = "Only those of this partition key. May be given again.", HelpName = "KEY" };
    readonly Option<DateTimeOffset?> _since = Time("--since", "Only those that arrived then or later.");
    readonly Option<DateTimeOffset?> _until = Time("--until", "Only those that arrived before.");

    public ReplayCommand(GlobalOptions global, Surroundings surroundings) : base("replay", "Bring quarantined or given-up records back, through the function or onto a stream.")
    {
        _global = global;
        _surroundings = surroundings;
        Add(_sources);
        foreach (var option in new Option[] { _apply, _again, _toStream, _reasons, _keys, _since, _until })
            Add(option);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          -- replay quarantine/                                     shows what is there
          -- replay quarantine/ --reason schema --apply             once more through the function, as it is now
          -- replay s3://my-quarantine --since 2026-01-31T12:00:00Z --to-stream events --apply
          -- replay on-failure.jsonl --apply                        reads again what the documents name

        What was replayed is marked, and left out the next time. Through the function, --apply needs its variables: ENABLE_DYNAMO_DB, AWS_TABLE_NAME, OUTPUT.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var deployment = new Deployment(settings.Variables, _surroundings);
        var sources = new ReplaySources(deployment.Options, _surroundings);
        var all = new List<ReplayRecord>();
        foreach (var source in parsed.GetValue(_sources)!)
            all.AddRange(await sources.LoadAsync(source, cancellationToken));
        var chosen = all.Where(r => IsChosen(parsed, r)).ToList();

        if (settings.Verbosity != Verbosity.Quiet && !parsed.GetValue(_apply))
        {
            foreach (var record in chosen)
                await _surroundings.Out.WriteLineAsync(Describe(record.Record));
        }
        if (!parsed.GetValue(_apply))
        {
            await _surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} of {all.Count} records would be replayed; --apply does it."));
            return ExitCode.Done;
        }
        return parsed.GetValue(_toStream) is { } stream
            ? await PutAsync(deployment, stream, chosen, cancellationToken)
            : await HandleAsync(deployment, chosen, settings.Verbosity, cancellationToken);
    }

    async Task<int> PutAsync(Deployment deployment, string stream, IReadOnlyList<ReplayRecord> records, CancellationToken cancellationToken)
    {
        var (client, _) = await StreamAccess.OpenAsync(deployment.Options, stream, _surroundings.Time, cancellationToken);
        using var disposed = client;
        var feed = new StreamFeed(client, stream, _surroundings.Time);
        foreach (var batch in records.Chunk(BatchRecords))
        {
            // Between batches only: what is put is marked, so that it is not put again.
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var record in batch)
                await feed.AddAsync(new SourceRecord(record.Record.PartitionKey, record.Record.Data), CancellationToken.None);
            await feed.FlushAsync(CancellationToken.None);
            foreach (var record in batch)
                await record.Mark(CancellationToken.None);
        }
        await _surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{records.Count} records put on {stream}"));
        return ExitCode.Done;
    }

    async Task<int> HandleAsync(Deployment deployment, IReadOnlyList<ReplayRecord> records, Verbosity verbosity, CancellationToken cancellationToken)
    {
        await using var enricher = deployment.Create(ports => ports with { Sink = ports.Sink is ConsoleSink ? new ConsoleSink(_surroundings.Out, deployment.Options.ConsoleFormat) : ports.Sink, Quarantine = new NoQuarantine() });
        if (!deployment.Options.EnableDynamoDb && enricher.Strategies.Strategies.Any(strategy => strategy.HasState))
        {
            await _surroundings.Error.WriteLineAsync(
                "State is in memory: nothing of it stays, and what is replayed is marked all the same (--again takes it once more). "
                + "For what the deployed function has, set ENABLE_DYNAMO_DB to true, AWS_TABLE_NAME, OUTPUT, and AWS_REGION; or put the records on its stream with --to-stream NAME.");
        }
        foreach (var warning in enricher.Warnings)
            await _surroundings.Error.WriteLineAsync(warning);
        var totals = new SortedDictionary<Outcome, int>();
        foreach (var batch in records.Chunk(BatchRecords))
        {
            var result = await enricher.ProcessAsync(ReplayBatch.Of(batch.Select(r => r.Record)), timeLeft: null, cancellationToken);
            foreach (var outcomes in result.Outcomes.GroupBy(o => o.RecordIndex))
            {
                var record = batch[outcomes.Key];
                foreach (var outcome in outcomes)
                {
                    totals[outcome.Outcome] = totals.GetValueOrDefault(outcome.Outcome) + 1;
                    if (verbosity != Verbosity.Quiet)
                        await _surroundings.Out.WriteLineAsync($"{OutcomeStyle.SignOf(outcome.Outcome)} {outcome.Outcome,-11}  {Describe(record.Record)}  {Printable.Line(outcome.Reason ?? "")}");
                }
                if (outcomes.All(o => o.Outcome is not (Outcome.Quarantined or Outcome.Failed or Outcome.Blocked)))
                    await record.Mark(cancellationToken);
            }
        }
        await _surroundings.Out.WriteLineAsync($"{records.Count} records: {string.Join(' ', totals.Select(t => $"{t.Value} {t.Key}").DefaultIfEmpty("nothing to do"))}");
        return totals.ContainsKey(Outcome.Failed) || totals.ContainsKey(Outcome.Blocked) ? ExitCode.Gate : ExitCode.Done;
    }

    bool IsChosen(ParseResult parsed, ReplayRecord candidate)
    {
        var record = candidate.Record;
        return (parsed.GetValue(_again) || !candidate.IsMarked)
            && (parsed.GetValue(_reasons) is not { Length: > 0 } reasons || reasons.Contains(record.Fault.Reason, StringComparer.Ordinal))
            && (parsed.GetValue(_keys) is not { Length: > 0 } keys || keys.Contains(record.PartitionKey, StringComparer.Ordinal))
            && (parsed.GetValue(_since) is not { } since || record.ArrivalTime >= since)
            && (parsed.GetValue(_until) is not { } until || record.ArrivalTime < until);
    }

    static string Describe(QuarantinedRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Printable.Line(record.Shard.ShardId)}  {Printable.Line(record.Position.ToString())}  {Printable.Short(Printable.Line(record.PartitionKey), KeyLength)}  {Printable.Line(record.Fault.Reason)}: {Printable.Short(Printable.Line(record.Fault.Detail), 120)}");

    static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description, HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
            result.AddError($"{name} is '{result.Tokens[0].Value}'; allowed: a time such as 2026-01-31T12:00:00Z.");
            return null;
        },
    };
}
