using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Orders;
using KinesisEnricher.Runtime.Telemetry;
using KinesisEnricher.Tests.Local;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Readme;

public sealed partial class ReadmeTests
{
    static readonly string Readme = Repository.Read("README.md");

    [Theory]
    [InlineData("test/KinesisEnricher.Tests/Readme/Orders/OrderStrategy.cs")]
    [InlineData("test/KinesisEnricher.Tests/Readme/Orders/OrderStrategyTests.cs")]
    public void Its_examples_are_files_that_compile_and_run(string file)
    {
        var code = Repository.Read(file).TrimEnd('\n');

        Assert.Contains($"<!-- {file} -->\n```csharp\n{code}\n```", Readme);
    }

    [Fact]
    public void Its_line_registers_the_example() =>
        Assert.Equal(["orders"], new StrategyFactory(new StrategyRegistry().AddStrategy<OrderStrategy>()).Families);

    [Fact]
    public void Its_table_has_exactly_the_variables_that_the_options_read() => Assert.Equal(OptionVariables.Names.Order(), NamedIn("| variable |").Order());

    [Fact]
    public void Its_table_has_exactly_the_log_messages_that_there_are()
    {
        Type[] files = [typeof(KinesisEnricher.Hosting.LogMessages), typeof(JsonLogger).Assembly.GetType("KinesisEnricher.Runtime.Telemetry.LogMessages", throwOnError: true)!];
        var ids = files.SelectMany(file => file.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().Select(message => message.EventId).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids.Order(), LogId().Matches(TableAt("| `logId` |")).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Distinct().Order());
    }

    [Fact]
    public void Its_table_has_exactly_the_metrics_that_are_written()
    {
        // What a count of calls is made of stands in its row's last column.
        var parts = new[] { "LookUpTrips", "StateReads", "StateWrites", "SinkCalls", "QuarantineCalls" };

        Assert.Equal(WrittenMetrics.Names.Order(), NamedIn("| metric |").Concat(parts).Order());
        Assert.All(parts, part => Assert.Contains($"`{part}`", Readme));
    }

    [Fact]
    public async Task Its_picture_is_what_the_run_without_arguments_shows()
    {
        using var commandLine = new CommandLine();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "events"), "*.json"))
            commandLine.With(Path.Combine("events", Path.GetFileName(file)), File.ReadAllBytes(file));

        var shown = (await commandLine.RunAsync()).Out.Split('\n').Select(line => line.TrimEnd()).ToHashSet();

        var picture = Readme[(Readme.IndexOf("```\nKinesisEnricher ", StringComparison.Ordinal) + 4)..];
        picture = picture[..picture.IndexOf("```", StringComparison.Ordinal)];
        Assert.All(picture.Split('\n').Where(line => line.Trim() != "…"), line => Assert.Contains(line, shown));
    }

    /// <summary>What the first column of a table names.</summary>
    static IEnumerable<string> NamedIn(string head) =>
        TableAt(head).Split('\n').Skip(2).SelectMany(row => Name().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));

    static string TableAt(string head)
    {
        var table = Readme[Readme.IndexOf(head, StringComparison.Ordinal)..];
        return table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"\b[12]\d{3}\b")]
    private static partial Regex LogId();

    [GeneratedRegex("`([A-Za-z_0-9]+)`")]
    private static partial Regex Name();
}
