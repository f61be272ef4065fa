using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Local.RunEvents;

namespace KinesisEnricher.Tests.Local;

/// <summary>What <c>run</c> shows people: less, more, in colour, in a narrow terminal.</summary>
public sealed class RunDisplayTests
{
    [Fact]
    public async Task Quiet_shows_answers_and_totals_only()
    {
        using var program = new CommandLine().With("one.json", OneOfEach);

        var result = await program.RunAsync("run", "one.json", "-q");

        Assert.Equal(2, result.Lines.Length);
        Assert.Equal("""one.json   {"batchItemFailures":[]}""", result.Lines[0]);
        Assert.StartsWith("1 file · 5 records: ", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_every_event_in_full()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "--verbose");

        Assert.Equal(3, result.Lines.Count(line => line.StartsWith("            {\"id\":\"limit-", StringComparison.Ordinal) && line.EndsWith('}')));
        Assert.DoesNotContain("-v shows all", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_the_figures_of_the_metrics()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "-v");

        Assert.Contains(
            "  figures   received 3 · expanded 3 · late 0 · chunks 1 · largest lane 67 % · look-up keys 0: memory 0 cache 0 source 0 · round trips 4 · conflicts 0 · "
            + "ms: expand 0.0 look-up 0.0 read-state 0.0 enrich 0.0 emit 0.0 commit 0.0",
            result.Lines);
    }

    [Fact]
    public async Task Verbose_shows_an_error_with_its_stack()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);
        program.Environment["FAILURES"] = "throw";

        var result = await program.RunAsync("run", "one.json", "--fault", "sink", "-v");

        Assert.Contains("   at KinesisEnricher.", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "auto", null, null, true)]
    [InlineData(false, "auto", null, null, false)]
    [InlineData(true, "auto", "1", null, false)]
    [InlineData(true, "auto", "", null, true)]
    [InlineData(true, "auto", null, "dumb", false)]
    [InlineData(true, "never", null, null, false)]
    [InlineData(false, "always", null, null, true)]
    [InlineData(false, "always", "1", null, true)]
    public async Task Colour_is_for_terminals_and_those_who_ask(bool isTerminal, string color, string? noColor, string? term, bool colored)
    {
        using var program = new CommandLine { TerminalWidth = isTerminal ? 120 : null };
        program.With("one.json", OneOfEach);
        if (noColor is not null)
            program.Environment["NO_COLOR"] = noColor;
        if (term is not null)
            program.Environment["TERM"] = term;

        var result = await program.RunAsync("run", "one.json", "--color", color);

        Assert.Equal(colored, result.Out.Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_narrow_terminal_loses_no_column(int width)
    {
        using var program = new CommandLine { TerminalWidth = width };
        program.With("one.json", OneOfEach);

        var result = await program.RunAsync("run", "one.json", "--color", "never");

        Assert.Contains("USER_LIMIT_CREATED            remaining 2500.00", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_producers_write_cannot_steer_the_terminal()
    {
        using var program = new CommandLine().With("evil.json", new KinesisEventBuilder().Add("\u001b[2Jkey\nforged", """{"type":"\u001b[31m[red]T"}"""));

        var result = await program.RunAsync("run", "evil.json");

        Assert.DoesNotContain('\u001b', result.Out);
        Assert.Contains(@"\u001b[2Jkey\u000aforged", result.Lines[4], StringComparison.Ordinal);
        Assert.Contains(@"\u001b[31m[red]T", result.Lines[4], StringComparison.Ordinal);
    }
}
