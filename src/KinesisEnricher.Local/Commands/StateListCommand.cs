using System.CommandLine;
using System.Globalization;
using System.Text;
using KinesisEnricher.Core.State;
using KinesisEnricher.Local.Administration;
using KinesisEnricher.Local.Rendering;
using Spectre.Console;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>state list</c>: the entities of the table.</summary>
sealed class StateListCommand : Command, IHasExamples
{
    const int DefaultLimit = 100;
    const int KeyLength = 80;
    const int FieldsLength = 160;

    readonly GlobalOptions _global;
    readonly Option<OutputFormat> _output;
    readonly Surroundings _surroundings;

    readonly Option<string> _prefix = new("--prefix") { Description = "Only keys that start so, such as LIMIT#.", HelpName = "TEXT" };

    readonly Option<int> _limit = Choices.Number(
        "--limit", "N", min: 1, max: null, DefaultLimit, "At most so many. DynamoDB gives them in no order: those that came first are sorted by key.");

    public StateListCommand(GlobalOptions global, Option<OutputFormat> output, Surroundings surroundings)
        : base("list", "Show the entities of the table AWS_TABLE_NAME. Reads the table from its start.")
    {
        _global = global;
        _output = output;
        _surroundings = surroundings;
        Add(_prefix);
        Add(_limit);
        Add(_output);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples:
          -- state list
          -- state list --prefix LIMIT# --limit 10
          -- state list --output json | jq -r .key

        Exit codes: 0 done, 1 no answer from the table, 2 wrong usage, 130 Ctrl-C.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var places = new AwsPlaces(settings.Variables, _surroundings.Time);
        var limit = parsed.GetValue(_limit);
        var items = await ReadAsync(places, parsed.GetValue(_prefix), limit, cancellationToken);
        var shown = items.Take(limit).OrderBy(item => item.Key, StringComparer.Ordinal).ToList();

        if (parsed.GetValue(_output) == OutputFormat.Json)
        {
            foreach (var item in shown)
                await _surroundings.Out.WriteLineAsync(StateJson.Of(item, indented: false).AsMemory(), cancellationToken);
        }
        else if (shown.Count > 0)
        {
            Consoles.Create(_surroundings, settings.Color).Write(new Indented(TableOf(shown), indent: 0));
        }
        if (settings.Verbosity != Verbosity.Quiet && (items.Count > limit || items.Count == 0))
        {
            var message = items.Count == 0 ? $"Table {places.TableName} has no such entities." : "There are more: --limit shows more of them.";
            await _surroundings.Error.WriteLineAsync(message.AsMemory(), cancellationToken);
        }
        return ExitCode.Done;
    }

    /// <summary>Reads one more than the limit, to know whether there are more.</summary>
    static async Task<List<StateItem>> ReadAsync(AwsPlaces places, string? prefix, int limit, CancellationToken cancellationToken)
    {
        using var table = places.ConnectAdmin();
        var items = new List<StateItem>();
        try
        {
            await foreach (var item in table.ListAsync(prefix, cancellationToken))
            {
                items.Add(item);
                if (items.Count > limit)
                    break;
            }
        }
        catch (FormatException e)
        {
            throw StateCommand.Unreadable(places, e);
        }
        return items;
    }

    static Grid TableOf(IEnumerable<StateItem> items)
    {
        var table = new Grid { Expand = false };
        table.AddColumns(Column(3), Column(3), Column(3), Column(3), Column(0));
        table.AddRow([.. new[] { "KEY", "REV", "V", "MARKS", "FIELDS" }.Select(title => new Text(title, new Style(decoration: Decoration.Dim)))]);
        foreach (var item in items)
        {
            table.AddRow(
                new Text(Printable.Line(Printable.Short(item.Key, KeyLength))),
                new Text(item.Rev.ToString(CultureInfo.InvariantCulture)),
                new Text(item.Version.ToString(CultureInfo.InvariantCulture)),
                new Text(item.Marks.Entries.Count.ToString(CultureInfo.InvariantCulture)),
                new Text(Printable.Line(Printable.Short(Encoding.UTF8.GetString(item.Fields.Span), FieldsLength))));
        }
        return table;
    }

    static GridColumn Column(int padding) => new() { NoWrap = true, Padding = new Padding(0, 0, padding, 0) };
}
