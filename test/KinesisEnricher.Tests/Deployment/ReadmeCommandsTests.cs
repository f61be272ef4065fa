using System.Text.RegularExpressions;
using KinesisEnricher.Tests.Readme;

namespace KinesisEnricher.Tests.Deployment;

/// <summary>The README's commands against the template: who deploys by hand gets the same function.</summary>
public sealed partial class ReadmeCommandsTests
{
    static readonly string Readme = Repository.Read("README.md");

    [Theory]
    [InlineData("--memory-size", "MemorySize")]
    [InlineData("--timeout", "Timeout")]
    [InlineData("--function-name", "FunctionName")]
    public void Function_options_are_the_template_s(string option, string property) =>
        Assert.All(Options(option), value => Assert.Equal(Template.Default(Template.Function.GetProperty(property)), value));

    [Theory]
    [InlineData("--runtime", "Runtime")]
    [InlineData("--handler", "Handler")]
    [InlineData("--architectures", "Architectures")]
    public void Function_options_are_among_the_template_s(string option, string property)
    {
        var value = Template.Function.GetProperty(property);
        var allowed = Template.ValuesOf(value.ValueKind == System.Text.Json.JsonValueKind.Array ? value[0] : value);

        Assert.All(Options(option), chosen => Assert.Contains(chosen, allowed));
    }

    [Theory]
    [InlineData("--batch-size", "BatchSize")]
    [InlineData("--maximum-batching-window-in-seconds", "MaximumBatchingWindowInSeconds")]
    [InlineData("--parallelization-factor", "ParallelizationFactor")]
    [InlineData("--maximum-retry-attempts", "MaximumRetryAttempts")]
    [InlineData("--maximum-record-age-in-seconds", "MaximumRecordAgeInSeconds")]
    [InlineData("--starting-position", "StartingPosition")]
    public void Mapping_options_are_the_template_s(string option, string property) =>
        Assert.All(Options(option), value => Assert.Equal(Template.Default(Template.Event.GetProperty(property)), value));

    [Fact]
    public void Every_mapping_made_by_hand_hears_partial_answers() =>
        Assert.All(
            Readme.Split("aws lambda create-event-source-mapping").Skip(1).Select(rest => rest[..rest.IndexOf("\n\n", StringComparison.Ordinal)]),
            command => Assert.Contains("--function-response-types ReportBatchItemFailures", command));

    [Fact]
    public void Template_parameters_that_it_sets_exist_and_allow_the_value()
    {
        var settings = Settings().Matches(Readme).SelectMany(option => Setting().Matches(option.Groups[1].Value)).ToList();
        Assert.NotEmpty(settings);

        foreach (var setting in settings)
        {
            var parameter = Template.Parameters.GetProperty(setting.Groups[1].Value);
            var value = setting.Groups[2].Value;
            if (parameter.TryGetProperty("AllowedValues", out var allowed))
                Assert.Contains(value, allowed.EnumerateArray().Select(each => each.ToString()));
            if (parameter.TryGetProperty("AllowedPattern", out var pattern))
                Assert.Matches($"^({pattern.GetString()})$", value);
        }
    }

    static IReadOnlyList<string> Options(string option)
    {
        var values = Regex.Matches(Readme, $@"^ {{4}}.*?{option} (\S+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(values);
        return values;
    }

    /// <summary>What follows an option that sets parameters: <c>Stage=dev Architecture=arm64</c>, or <c>"Stage=dev;Architecture=arm64"</c>.</summary>
    [GeneratedRegex(@"(?:--parameter-overrides|--template-parameters) (""[^""]*""|(?:[A-Z]\w*=\S+ ?)+)")]
    private static partial Regex Settings();

    [GeneratedRegex(@"([A-Z][A-Za-z]+)=([^\s"";]+)")]
    private static partial Regex Setting();
}
