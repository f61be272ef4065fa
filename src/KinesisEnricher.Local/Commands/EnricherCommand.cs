using System.CommandLine;
using System.CommandLine.Help;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.Commands;

/// <summary>The program's command line. Without a command it runs every sample of <c>events/</c>.</summary>
sealed class EnricherCommand : RootCommand, IHasExamples
{
    const string Summary =
        """
        Runs KinesisEnricher on this machine, with no cloud. Without a command: every sample of events/, each with fresh state.

        Settings are the function's environment variables; see the table in README.md.
        """;

    readonly Surroundings _surroundings;
    readonly GlobalOptions _options = new();

    public EnricherCommand(Surroundings surroundings) : base(Summary)
    {
        _surroundings = surroundings;
        foreach (var option in _options.All)
            Add(option);
        Options.OfType<VersionOption>().Single().Action = new VersionAction();
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Add(new RunCommand(_options, surroundings));
        Add(new InitCommand(_options, surroundings));
        Add(new ReferenceCommand(_options, surroundings));
        Add(new StateCommand(_options, surroundings));
        Add(new PollCommand(_options, surroundings));
        Add(new PutCommand(_options, surroundings));
        Add(new ReplayCommand(_options, surroundings));
        Add(new ServeCommand(_options, surroundings));
        Add(new PackageCommand(_options, surroundings));
        Add(new UpCommand(_options, surroundings));
        SetAction((parsed, cancellationToken) => RunSamplesAsync(_options.Read(parsed, _surroundings), cancellationToken));
    }

    public string Examples =>
        """
        Examples (after dotnet run --project src/KinesisEnricher.Local):
                                                        every sample of events/
          -- run events/cars.json -v                    one event, with all that goes out
          -- run YOUR.json --output json | jq .response
        """;

    async Task<int> RunSamplesAsync(GlobalSettings settings, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        var samples = Samples.Find(_surroundings, message =>
        {
            code = ExitCode.Usage;
            _surroundings.Error.WriteLine(message);
        });
        var report = new TextReport(Consoles.Create(_surroundings, settings.Color), settings.Verbosity, isTour: true);
        await using var run = new EventRun(new Deployment(settings.Variables, _surroundings), report, keepState: false, _surroundings);
        foreach (var sample in samples)
            await run.AddAsync(sample, cancellationToken);
        run.End();
        return code;
    }
}
