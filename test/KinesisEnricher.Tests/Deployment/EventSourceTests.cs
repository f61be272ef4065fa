namespace KinesisEnricher.Tests.Deployment;

/// <summary>The mapping's settings against the ranges of Lambda's CreateEventSourceMapping for Kinesis.</summary>
public sealed class EventSourceTests
{
    [Theory]
    [InlineData("BatchSize", 1, 10_000)]
    [InlineData("MaximumBatchingWindowInSeconds", 0, 300)]
    [InlineData("ParallelizationFactor", 1, 10)]
    [InlineData("MaximumRetryAttempts", -1, 10_000)]
    public void Settings_are_within_their_ranges(string setting, int min, int max) =>
        Assert.InRange(Template.Number(Template.Event.GetProperty(setting)), min, max);

    [Fact]
    public void Nothing_is_given_up_before_the_stream_forgets_it()
    {
        Assert.Equal(-1, Template.Number(Template.Event.GetProperty("MaximumRetryAttempts")));
        Assert.Equal(-1, Template.Number(Template.Event.GetProperty("MaximumRecordAgeInSeconds")));
        Assert.Equal("TRIM_HORIZON", Template.Event.GetProperty("StartingPosition").GetString());
    }

    [Fact]
    public void Partial_answers_are_heard() => Assert.Equal(["ReportBatchItemFailures"], Template.TextsOf(Template.Event.GetProperty("FunctionResponseTypes")));

    [Fact]
    public void What_the_mapping_gives_up_is_kept_where_the_role_may_put_it()
    {
        var destination = Template.Event.GetProperty("DestinationConfig").GetProperty("OnFailure");
        Assert.Equal("S3", destination.GetProperty("Type").GetString());
        Assert.Equal("QuarantineBucket", destination.GetProperty("Destination").GetProperty("Fn::GetAtt")[0].GetString());

        var allowed = Template.Statements("EnricherRole", "LambdaInItsName")
            .Where(statement => Template.References(statement.GetProperty("Resource")).Any(reference => reference.Name == "QuarantineBucket")).SelectMany(Template.Actions);
        Assert.Equal(["s3:ListBucket", "s3:PutObject"], allowed.Order());
    }
}
