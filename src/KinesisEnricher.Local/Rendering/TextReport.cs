using System.Globalization;
using System.Text;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Running;
using Spectre.Console;

namespace KinesisEnricher.Local.Rendering;

/// <summary>The report for people: a table of outcomes for each event, what went out, what was kept, what Lambda would get.</summary>
/// <param name="console">Where tables and colours are drawn.</param>
/// <param name="verbosity">How much is told.</param>
/// <param name="isTour">True for the run over all samples: one readable block per file shows what they are like, and the last line says where to go on.</param>
sealed class TextReport(IAnsiConsole console, Verbosity verbosity, bool isTour) : IReport
{
    const int Indent = 2;
    const int LabelWidth = 10;
    const int KeyLength = 32;
    const int TypeLength = 40;
    const int ReasonLength = 160;

    static readonly Style Plain = Style.Plain;
    static readonly Style Faint = new(decoration: Decoration.Dim);
    static readonly Style Strong = new(decoration: Decoration.Bold);
    static readonly Style Bad = Color.Maroon;

    DeploymentSummary? _deployment;

    public void Begin(DeploymentSummary deployment)
    {
        _deployment = deployment;
        if (verbosity == Verbosity.Quiet)
            return;
        Write($"KinesisEnricher {LocalApp.Version}", Strong);
        var output = deployment.Output is null ? "" : $"   output {deployment.Output}";
        WriteLine($"   strategies {string.Join(' ', deployment.Strategies)}   state {deployment.State}   look-ups {deployment.LookUps}{output}");
        WriteLine();
    }

    public void Add(EventReport report)
    {
        if (verbosity == Verbosity.Quiet)
        {
            WriteLine($"{report.Name}   {ResponseOf(report)}", report.Error is null ? Plain : Bad);
            return;
        }
        WriteHeading(report);
        if (report.Outcomes.Count > 0)
            console.Write(new Indented(TableOf(report), Indent));
        WriteBlocks(report);
        if (verbosity == Verbosity.Verbose)
            WriteReasons(report);
        WriteOut(report);
        WriteKept(report);
        WriteLabel("response");
        WriteLine(ResponseOf(report), report.Error is null ? Plain : Bad);
        if (report.Error is not null && verbosity == Verbosity.Verbose)
            WriteIndented(report.Error.ToString());
        if (report.Statistics is { } statistics && verbosity == Verbosity.Verbose)
        {
            var figures = new Figures();
            figures.Add(statistics);
            WriteLabel("figures");
            WriteLine(figures.ToString());
        }
        WriteLine();
    }

    public void End(Totals totals, TimeSpan elapsed)
    {
        var counts = string.Join(' ', Enum.GetValues<Outcome>().Select(o => string.Create(CultureInfo.InvariantCulture, $"{totals[o]} {o}")));
        var errors = totals.Errors == 0 ? "" : $" · {Count(totals.Errors, "error")}";
        var milliseconds = (long)elapsed.TotalMilliseconds;
        WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Count(totals.Files, "file")} · {Count(totals.Records, "record")}: {counts}{errors} · {milliseconds} ms"));
        if (isTour && verbosity != Verbosity.Quiet)
            WriteLine("Next: -- run YOUR.json · -- up (a whole stream here) · ./test/run.sh · README.md#add-a-strategy", Faint);
        console.Profile.Out.Writer.Flush();
    }

    void WriteHeading(EventReport report)
    {
        Write(Printable.Line(report.Name), Strong);
        var shards = report.Summary.Shards;
        if (shards.Count > 0)
            Write($"   {string.Join(", ", shards.Select(s => s.Length == 0 ? "no shard" : Printable.Line(s)))}");
        WriteLine($"   {RecordsOf(report)}");
    }

    /// <summary>Counts what the table holds; the records of the stream are fewer where some of them are KPL aggregates.</summary>
    static string RecordsOf(EventReport report)
    {
        var onStream = report.Summary.Records;
        var count = report.Outcomes.Count;
        return count == 0 || count == onStream ? Count(onStream, "record") : $"{Count(count, "record")} in {onStream.ToString(CultureInfo.InvariantCulture)}";
    }

    static Grid TableOf(EventReport report)
    {
        var table = new Grid { Expand = false };
        table.AddColumns(Column(1), Column(3), Column(3), Column(3), new GridColumn { Padding = new Padding(0) });
        table.AddRow([.. new[] { "OUTCOME", "SEQ", "KEY", "TYPE", "ADDED" }.Select(title => new Text(title, Faint))]);
        var tails = new SequenceTails(report.Outcomes);
        foreach (var line in report.Outcomes)
        {
            table.AddRow(
                new Text($"{OutcomeStyle.SignOf(line.Outcome)} {line.Outcome}", OutcomeStyle.Of(line.Outcome)),
                new Text(tails.Of(line)),
                new Text(Printable.Line(Printable.Short(line.PartitionKey, KeyLength))),
                new Text(Printable.Line(Printable.Short(line.Type ?? "?", TypeLength))),
                new Text(Printable.Line(AddedBy(line)), line.Event is null ? Faint : Plain));
        }
        return table;
    }

    static GridColumn Column(int padding) => new() { NoWrap = true, Padding = new Padding(0, 0, padding, 0) };

    static string AddedBy(OutcomeLine line)
    {
        var reason = Printable.Short(FirstLineOf(line.Reason ?? ""), ReasonLength);
        if (line.Event is not { } output)
            return reason;
        var added = FirstLineOf(OutputDigest.AddedTo(output));
        return reason.Length == 0 ? added : $"{reason} · {added}";
    }

    void WriteBlocks(EventReport report)
    {
        var blocks = report.Outcomes.Select(l => (l.Event?.Enrichment as IReadable)?.ToBlock()).OfType<string>();
        foreach (var block in isTour && verbosity != Verbosity.Verbose ? blocks.Take(1) : blocks)
        {
            WriteLine();
            WriteIndented(block);
            WriteLine();
        }
    }

    /// <summary>The reasons that the table has no room for.</summary>
    void WriteReasons(EventReport report)
    {
        var tails = new SequenceTails(report.Outcomes);
        foreach (var line in report.Outcomes)
        {
            if (line.Reason is { } reason && !string.Equals(reason, Printable.Short(FirstLineOf(reason), ReasonLength), StringComparison.Ordinal))
            {
                WriteLabel(tails.Of(line));
                WriteLine($"{line.Outcome}");
                WriteIndented(reason);
            }
        }
    }

    void WriteOut(EventReport report)
    {
        WriteLabel("out");
        Write(Count(report.Events.Count, "event"));
        if (verbosity == Verbosity.Verbose)
        {
            WriteLine();
            foreach (var output in report.Events)
                WriteIndented(OutputDigest.JsonOf(output));
            return;
        }
        if (report.Events.Count > 0)
        {
            Write($"   {Printable.Line(OutputDigest.Of(report.Events[^1]))}");
            Write("   -v shows all", Faint);
        }
        WriteLine();
    }

    void WriteKept(EventReport report)
    {
        if (report.Kept == 0)
            return;
        WriteLabel("kept");
        Write($"{Count(report.Kept, "record")}   {_deployment!.Quarantine}");
        WriteLine($"   again: -- replay {_deployment.Quarantine}", Faint);
    }

    static string ResponseOf(EventReport report) => Printable.Line(Encoding.UTF8.GetString(report.Response.Span));

    void WriteLabel(string label) => Write(new string(' ', Indent) + label.PadRight(LabelWidth), Faint);

    void WriteIndented(string text)
    {
        var margin = new string(' ', Indent + LabelWidth);
        foreach (var line in Printable.Block(text).Split('\n'))
            WriteLine(line.Length == 0 ? line : margin + line);
    }

    void Write(string text) => Write(text, Plain);

    void Write(string text, Style style) => console.Write(new Unwrapped(text, style, endsLine: false));

    void WriteLine(string text = "") => WriteLine(text, Plain);

    void WriteLine(string text, Style style) => console.Write(new Unwrapped(text, style, endsLine: true));

    static string FirstLineOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
