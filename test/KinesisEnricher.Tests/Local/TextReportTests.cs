using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Local.Inputs;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;
using Spectre.Console;

namespace KinesisEnricher.Tests.Local;

public sealed class TextReportTests
{
    const string Cause = "unexpected: NullReferenceException: no such thing\n   at Some.Strategy.Enrich()\n   at Some.Lane.Fold()";

    [Fact]
    public void A_reason_of_several_lines_is_cut_to_its_first()
    {
        var text = Show(Verbosity.Normal, isTour: false, Line(Outcome.Quarantined, Cause));

        Assert.Contains("k     T      unexpected: NullReferenceException: no such thing\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Some.Strategy", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_has_the_whole_reason()
    {
        var text = Show(Verbosity.Verbose, isTour: false, Line(Outcome.Quarantined, Cause));

        Assert.Contains(
            "  12        Quarantined\n            unexpected: NullReferenceException: no such thing\n               at Some.Strategy.Enrich()\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Readable_blocks_stand_below_the_table()
    {
        var text = Show(Verbosity.Normal, isTour: false, Enriched("first"), Enriched("second"));

        Assert.Contains("line of first\n  ✓ Enriched 12    k     T      line of second\n\n            block of first\n            ends\n\n", text, StringComparison.Ordinal);
        Assert.Contains("            block of second\n            ends\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tour_shows_one_block_of_a_file()
    {
        var text = Show(Verbosity.Normal, isTour: true, Enriched("first"), Enriched("second"));

        Assert.Contains("block of first", text, StringComparison.Ordinal);
        Assert.DoesNotContain("block of second", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enrichment_without_words_of_its_own_is_shown_as_JSON()
    {
        var line = Line(Outcome.Enriched, "late", Put(new object(), """{"a":1}"""));

        Assert.Contains("""late · {"a":1}""", Show(Verbosity.Normal, isTour: false, line), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_keys_and_types_leave_room_for_the_rest()
    {
        var line = Line(Outcome.Skipped, "no strategy for this type") with { PartitionKey = new string('k', 300), Type = new string('T', 300) };

        var row = Show(Verbosity.Normal, isTour: false, line).Split('\n')[2];

        Assert.Equal($"  · Skipped 12    {new string('k', 31)}…   {new string('T', 39)}…   no strategy for this type", row);
    }

    [Fact]
    public void Every_outcome_has_a_sign_of_its_own() =>
        Assert.Distinct(Enum.GetValues<Outcome>().Select(OutcomeStyle.SignOf));

    [Fact]
    public void No_line_ends_with_a_blank()
    {
        var text = Show(Verbosity.Verbose, isTour: true, Enriched("first"), Line(Outcome.Quarantined, Cause), Line(Outcome.Enriched, null));

        Assert.DoesNotContain(" \n", text, StringComparison.Ordinal);
    }

    static string Show(Verbosity verbosity, bool isTour, params OutcomeLine[] lines)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 1000;
        new TextReport(console, verbosity, isTour).Add(new EventReport
        {
            Name = "sample.json",
            Summary = new BatchSummary(["shardId-000000000000"], lines.Length),
            Outcomes = lines,
            Events = [.. lines.Select(l => l.Event).OfType<OutputEvent>()],
            Kept = 0,
            Response = """{"batchItemFailures":[]}"""u8.ToArray(),
        });
        return output.ToString();
    }

    static OutcomeLine Line(Outcome outcome, string? reason, OutputEvent? output = null) => new("12", 0, "k", "T", outcome, reason, output);

    static OutcomeLine Enriched(string name) => Line(Outcome.Enriched, null, Put(new Readable(name), "{}"));

    static OutputEvent Put(object enrichment, string json) => new()
    {
        Id = "e-1",
        Json = System.Text.Encoding.UTF8.GetBytes($$$"""{"id":"e-1","type":"family.T","data":{"event":{},"enrichment":{{{json}}}}}"""),
        PartitionKey = "k",
        Shard = new Shard("", "shardId-000000000000"),
        Position = Position.Parse("12.000000"),
        Enrichment = enrichment,
    };

    sealed class Readable(string name) : IReadable
    {
        public string ToLine() => $"line of {name}";
        public string ToBlock() => $"block of {name}\nends";
    }
}
