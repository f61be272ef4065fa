using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Faults;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>run</c>: runs Lambda events through the function.</summary>
sealed class RunCommand : Command, IHasExamples
{
    const string StrategiesVariable = "ENRICHER_STRATEGIES";

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;

    readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A Lambda event of a Kinesis event source mapping, in JSON; - reads standard input.", Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string> _data = new("--data") { Description = "The event itself, instead of a file.", HelpName = "JSON" };

    readonly Option<OutputFormat> _output = Choices.Option(
        "--output", "text (the default) for people; json for programs: one document a line for each event, and nothing else on standard output.",
        ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    readonly Option<string> _strategies = new("--strategies")
    {
        Description = "The families that are on, with commas between them: sets ENRICHER_STRATEGIES.", HelpName = "LIST",
    };

    readonly Option<bool> _keepState = new("--keep-state") { Description = "Keep state from one event to the next; otherwise each starts afresh." };

    readonly Option<IReadOnlyList<Outcome>> _failOn = Choices.ListOption(
        "--fail-on", "Exit with 1 when a record ends so; failed stands for blocked ones and for an error of the function too.",
        ("failed", Outcome.Failed), ("quarantined", Outcome.Quarantined));

    readonly Option<InjectedFault[]> _faults = new("--fault")
    {
        Description = "See what a failure does: the store, the sink or the look-ups fail, always, or for the Nth item, event or key only. May be given again.",
        HelpName = "store|sink|lookup[:N]",
        CustomParser = ParseFaults,
    };

    public RunCommand(GlobalOptions global, Surroundings surroundings) : base("run", "Run Lambda events through the function and show what became of each record.")
    {
        _global = global;
        _surroundings = surroundings;
        Add(_files);
        Add(_data);
        Add(_output);
        Add(_strategies);
        Add(_keepState);
        Add(_failOn);
        Add(_faults);
        _files.Validators.Add(RefuseUnknownOptions);
        _strategies.Validators.Add(result =>
        {
            // As a variable, an empty list counts as not set.
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError($"{_strategies.Name} is ''; allowed: names of families, with commas between them.");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_files) is not { Tokens.Count: > 0 } && result.GetResult(_data) is null)
                result.AddError("run needs an event: a FILE, - for standard input, or --data JSON.");
        });
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          -- run events/user-limits.json
          -- run events/user-limits.json events/user-limits.json --keep-state    the second delivery is all duplicates
          -- run YOUR.json --output json | jq -c .outcomes[]
          -- run - --fail-on failed,quarantined < YOUR.json
          -- run events/user-limits.json --fault store:1                         the first item's store fails: Failed, Blocked
          -- run --data '{"Records":[]}'

        Exit codes: 0 done, 1 the gate of --fail-on, 2 wrong usage or input, 130 Ctrl-C.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        IReport report = parsed.GetValue(_output) == OutputFormat.Json
            ? new JsonReport(_surroundings.Out)
            : new TextReport(Consoles.Create(_surroundings, settings.Color), settings.Verbosity, isTour: false);
        var deployment = DeploymentOf(parsed, settings);
        await using var run = new EventRun(deployment, report, parsed.GetValue(_keepState), _surroundings);

        var unreadable = false;
        foreach (var read in InputsOf(parsed, cancellationToken))
        {
            try
            {
                await run.AddAsync(await read(), cancellationToken);
            }
            catch (UsageException e)
            {
                // The others are run all the same: one bad file of many should not hide what became of the rest.
                unreadable = true;
                await _surroundings.Error.WriteLineAsync(e.Message.AsMemory(), cancellationToken);
            }
        }
        run.End();
        return unreadable ? ExitCode.Usage : IsGateShut(run.Totals, parsed.GetValue(_failOn) ?? []) ? ExitCode.Gate : ExitCode.Done;
    }

    IEnumerable<Func<Task<LambdaEvent>>> InputsOf(ParseResult parsed, CancellationToken cancellationToken)
    {
        var reader = new InputReader(_surroundings);
        foreach (var file in parsed.GetValue(_files) ?? [])
            yield return () => reader.ReadAsync(file, cancellationToken);
        if (parsed.GetValue(_data) is { } data)
            yield return () => Task.FromResult(InputReader.Parse(_data.Name, Encoding.UTF8.GetBytes(data)));
    }

    Deployment DeploymentOf(ParseResult parsed, GlobalSettings settings)
    {
        var faults = parsed.GetValue(_faults) ?? [];
        if (parsed.GetValue(_strategies) is not { } strategies)
            return new Deployment(settings.Variables, _surroundings) { Faults = faults };
        try
        {
            var variables = new Dictionary<string, string>(settings.Variables, StringComparer.Ordinal) { [StrategiesVariable] = strategies };
            return new Deployment(variables, _surroundings) { Faults = faults };
        }
        catch (ConfigurationException e) when (string.Equals(e.Variable, StrategiesVariable, StringComparison.Ordinal))
        {
            // Said in the words of the command line.
            throw new UsageException($"{_strategies.Name} is '{e.Value}'; allowed: {e.Allowed}.", e);
        }
    }

    static bool IsGateShut(Totals totals, IReadOnlyList<Outcome> failOn) => failOn.Any(outcome => outcome == Outcome.Failed
        ? totals[Outcome.Failed] + totals[Outcome.Blocked] + totals.Errors > 0
        : totals[outcome] > 0);

    /// <summary>A misspelt option would pass as the name of a file.</summary>
    static void RefuseUnknownOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value is ['-', _, ..])
                result.AddError($"run has no option '{token.Value}'. For a file of that name: ./{token.Value}");
        }
    }

    static InjectedFault[] ParseFaults(ArgumentResult result)
    {
        var faults = new List<InjectedFault>();
        foreach (var token in result.Tokens)
        {
            if (InjectedFault.TryParse(token.Value, out var fault))
                faults.Add(fault);
            else
                result.AddError($"--fault is '{token.Value}'; allowed: store, sink, lookup, each alone or with :N, N from 1.");
        }
        return [.. faults];
    }
}
