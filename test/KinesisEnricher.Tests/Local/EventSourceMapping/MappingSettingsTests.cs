using KinesisEnricher.Local;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class MappingSettingsTests
{
    [Fact]
    public void Settings_are_those_of_the_template_s_event_and_options_override_them()
    {
        var settings = MappingSettings.From(Read(
            """
            {"Parameters":{"Stage":{"Default":"dev"},"Size":{"Default":7}},"Resources":{"F":{"Type":"AWS::Serverless::Function","Properties":{
            "FunctionName":{"Fn::Sub":"enricher-${Stage}"},"Timeout":30,"Events":{"In":{"Type":"Kinesis","Properties":{"Stream":{"Fn::GetAtt":["S","Arn"]},
            "StartingPosition":"LATEST","BatchSize":{"Ref":"Size"},"MaximumBatchingWindowInSeconds":3,"BisectBatchOnFunctionError":true,"MaximumRetryAttempts":-1,
            "FunctionResponseTypes":["ReportBatchItemFailures"],"FilterCriteria":{"Filters":[{"Pattern":"{\"partitionKey\":[\"k\"]}"}]},
            "DestinationConfig":{"OnFailure":{"Destination":{"Fn::GetAtt":["B","Arn"]}}}}}}}}}}
            """, out var template), "serverless.template");
        settings.Set("ParallelizationFactor", "4", "--parallelization-factor");

        var options = settings.Build("arn", "function");

        Assert.Equal(("enricher-dev", TimeSpan.FromSeconds(30)), (template.FunctionName, template.Timeout));
        Assert.Equal((7, TimeSpan.FromSeconds(3), 4), (options.BatchSize, options.BatchingWindow, options.ParallelizationFactor));
        Assert.True(options.BisectBatchOnFunctionError && options.ReportBatchItemFailures && settings.HasDestination);
        Assert.Null(options.MaximumRetryAttempts);
        Assert.Same(StartingPosition.Latest, options.StartingPosition);
        Assert.NotNull(options.Filter);
    }

    [Theory]
    [InlineData("BatchSize", "10001", "1 to 10000")]
    [InlineData("ParallelizationFactor", "0", "1 to 10")]
    [InlineData("MaximumRecordAgeInSeconds", "59", "-1, or 60 to 604800")]
    [InlineData("BisectBatchOnFunctionError", "yes", "true, false")]
    [InlineData("StartingPosition", "NOW", "TRIM_HORIZON, LATEST")]
    [InlineData("FunctionResponseTypes", "ReportBatchItemFailure", "ReportBatchItemFailures, none.")]
    [InlineData("FunctionResponseTypes", "None", "ReportBatchItemFailures, none.")]
    public void Value_that_is_not_allowed_is_named_with_what_is(string name, string value, string allowed)
    {
        var settings = MappingSettings.From(null, "");
        settings.Set(name, value, "--option");

        var message = Assert.Throws<UsageException>(() => settings.Build("arn", "function")).Message;

        Assert.StartsWith($"--option is '{value}'; allowed: {allowed}", message);
    }

    [Theory]
    [InlineData("""["reportBatchItemFailures"]""", "reportBatchItemFailures")]
    [InlineData("""["ReportBatchItemFailures","none"]""", "none")]
    [InlineData("""[{"Fn::If":["C","a","b"]}]""", """{"Fn::If":["C","a","b"]}""")]
    [InlineData("\"none\"", "none")]
    public void Response_type_of_a_template_that_is_not_allowed_is_named_unless_an_option_stands_in_its_place(string types, string wrong)
    {
        var settings = MappingSettings.From(Read(WithEvent("FunctionResponseTypes", types), out _), "t.json");

        Assert.Equal(
            $"FunctionResponseTypes of t.json has '{wrong}'; allowed: ReportBatchItemFailures.",
            Assert.Throws<UsageException>(() => settings.Build("arn", "function")).Message);
        settings.Set("FunctionResponseTypes", "none", "--function-response-types");
        Assert.False(settings.Build("arn", "function").ReportBatchItemFailures);
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("\"ReportBatchItemFailures\"", true)]
    public void Response_types_of_a_template_may_be_an_empty_list_or_one_text(string types, bool isReported) =>
        Assert.Equal(
            isReported, MappingSettings.From(Read(WithEvent("FunctionResponseTypes", types), out _), "t.json").Build("arn", "function").ReportBatchItemFailures);

    [Theory]
    [InlineData("""{"Filters":[{"Pattern":"{}"},{}]}""")]
    [InlineData("""{"Filters":[{"Pattern":{"Fn::Sub":"{}"}}]}""")]
    [InlineData("""{"Filters":[{"Pattern":null}]}""")]
    [InlineData("""{"Filters":{"Ref":"Filters"}}""")]
    [InlineData("\"{}\"")]
    public void Filters_of_a_template_that_are_not_there_as_texts_are_named_unless_an_option_stands_in_their_place(string criteria)
    {
        var settings = MappingSettings.From(Read(WithEvent("FilterCriteria", criteria), out _), "t.json");

        Assert.Equal(
            $$"""FilterCriteria of t.json is '{{criteria}}'; allowed: {"Filters":[{"Pattern":"..."}]}, each pattern a text.""",
            Assert.Throws<UsageException>(() => settings.Build("arn", "function")).Message);
        settings.SetFilters(["""{"partitionKey":["k"]}"""], "--filter");
        Assert.NotNull(settings.Build("arn", "function").Filter);
    }

    [Fact]
    public void Template_without_a_Kinesis_event_is_named() =>
        Assert.Equal("t.json: no function in it has an event of the type Kinesis.", Assert.Throws<UsageException>(() => Read("""{"Resources":{}}""", out _)).Message);

    static string WithEvent(string property, string value) =>
        """{"Resources":{"F":{"Type":"AWS::Serverless::Function","Properties":{"Events":{"In":{"Type":"Kinesis","Properties":{"NAME":VALUE}}}}}}}"""
            .Replace("NAME", property, StringComparison.Ordinal).Replace("VALUE", value, StringComparison.Ordinal);

    static MappingTemplate Read(string json, out MappingTemplate template)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(Directory.CreateDirectory(folder.Path).FullName, "t.json");
        File.WriteAllText(path, json);
        return template = MappingTemplate.Read(path, "t.json");
    }
}
