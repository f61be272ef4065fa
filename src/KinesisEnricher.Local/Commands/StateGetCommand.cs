using System.CommandLine;
using KinesisEnricher.Local.Administration;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>state get</c>: one entity.</summary>
sealed class StateGetCommand : Command, IHasExamples
{
    readonly GlobalOptions _global;
    readonly Option<OutputFormat> _output;
    readonly Surroundings _surroundings;
    readonly Argument<string> _key = new("KEY") { Description = "The item's key, such as LIMIT#01KDWZ7M4QDEPOSIT0000A1." };

    public StateGetCommand(GlobalOptions global, Option<OutputFormat> output, Surroundings surroundings)
        : base("get", "Show one entity of the table AWS_TABLE_NAME.")
    {
        _global = global;
        _output = output;
        _surroundings = surroundings;
        Add(_key);
        Add(_output);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          -- state get LIMIT#01KDWZ7M4QDEPOSIT0000A1
          -- state get LIMIT#01KDWZ7M4QDEPOSIT0000A1 --output json | jq .fields

        Exit codes: 0 done, 1 no such entity or no answer from the table, 2 wrong usage, 130 Ctrl-C.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var places = new AwsPlaces(_global.Read(parsed, _surroundings).Variables, _surroundings.Time);
        var key = parsed.GetRequiredValue(_key);
        using var state = places.ConnectState();
        try
        {
            var found = await state.ReadAsync([key], cancellationToken);
            if (found.GetValueOrDefault(key) is { } item)
            {
                var json = StateJson.Of(item, indented: parsed.GetValue(_output) == OutputFormat.Text);
                await _surroundings.Out.WriteLineAsync(json.AsMemory(), cancellationToken);
                return ExitCode.Done;
            }
        }
        catch (FormatException e)
        {
            throw StateCommand.Unreadable(places, e);
        }
        await _surroundings.Error.WriteLineAsync($"Table {places.TableName} has no entity '{Printable.Line(key)}'.".AsMemory(), cancellationToken);
        return ExitCode.NotDone;
    }
}
