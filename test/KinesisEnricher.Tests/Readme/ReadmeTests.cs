using System.Text.RegularExpressions;
using KinesisEnricher.Orders;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Tests.Local;

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
    public void Its_table_has_exactly_the_variables_that_the_options_read()
    {
        var table = Readme[Readme.IndexOf("| variable |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
        var named = table.Split('\n').Skip(2).SelectMany(row => Variable().Matches(row.Split('|')[1]).Select(m => m.Groups[1].Value));

        Assert.Equal(OptionVariables.Names.Order(), named.Order());
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

    [GeneratedRegex("`([A-Z_0-9]+)`")]
    private static partial Regex Variable();
}
