using System.Text.Json;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class RetryTests
{
    readonly MappingWorld _world = new();

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"batchItemFailures":null}""")]
    public void Answer_that_names_nothing_is_success(string answer)
    {
        Put(2);
        _world.Function = (_, _) => Task.FromResult(answer);

        _world.RunToEnd();

        Assert.Equal(["1,2"], _world.Invocations);
        Assert.Empty(_world.GivenUp);
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":123}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"77"}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"77"}]}""")]
    [InlineData("""{"batchItemFailures":[{"id":"2"}]}""")]
    [InlineData("""{"batchItemFailures":"2"}""")]
    [InlineData("not JSON")]
    public void Answer_that_names_no_record_of_the_batch_retries_it_whole(string answer)
    {
        Put(3);
        _world.Options = _world.Options with { MaximumRetryAttempts = 2 };
        _world.Function = (_, _) => Task.FromResult(answer);

        _world.RunToEnd();

        Assert.Equal(["1,2,3", "1,2,3", "1,2,3"], _world.Invocations);
        var document = Assert.Single(_world.Documents);
        Assert.Equal("RetryAttemptsExhausted", document.GetProperty("requestContext").GetProperty("condition").GetString());
        Assert.Equal(3, document.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("responseContext").GetProperty("functionError").ValueKind);
    }

    [Fact]
    public void Function_that_throws_is_named_unhandled()
    {
        Put(1);
        _world.Options = _world.Options with { MaximumRetryAttempts = 0 };
        _world.Function = MappingWorld.ThrowsAt("1");

        _world.RunToEnd();

        Assert.Equal("Unhandled", Assert.Single(_world.Documents).GetProperty("responseContext").GetProperty("functionError").GetString());
    }

    [Fact]
    public void What_is_left_of_a_batch_goes_on_with_the_retries_it_has()
    {
        Put(6);
        _world.Options = _world.Options with { BatchSize = 3, MaximumRetryAttempts = 3 };
        _world.Function = MappingWorld.FailsAt("6");

        _world.RunToEnd();

        Assert.Equal(["1,2,3", "4,5,6", "6", "6", "6"], _world.Invocations);
        Assert.Equal(1, Assert.Single(_world.Documents).GetProperty("KinesisBatchInfo").GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public void Without_partial_answers_the_answer_is_not_looked_at()
    {
        Put(2);
        _world.Options = _world.Options with { ReportBatchItemFailures = false };
        _world.Function = MappingWorld.FailsAt("2");

        _world.RunToEnd();

        Assert.Equal(["1,2"], _world.Invocations);
    }

    [Fact]
    public void Bisecting_comes_down_to_the_one_and_uses_no_retries()
    {
        Put(8);
        _world.Options = _world.Options with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 1 };
        _world.Function = MappingWorld.ThrowsAt("5");

        _world.RunToEnd();

        Assert.Equal(["1,2,3,4,5,6,7,8", "1,2,3,4", "5,6,7,8", "5,6", "5", "5", "6", "7,8"], _world.Invocations);
        var info = Assert.Single(_world.Documents).GetProperty("KinesisBatchInfo");
        Assert.Equal("5", info.GetProperty("startSequenceNumber").GetString());
        Assert.Equal("5", info.GetProperty("endSequenceNumber").GetString());
    }

    [Fact]
    public void Bisecting_splits_at_the_number_of_a_partial_answer()
    {
        Put(8);
        _world.Options = _world.Options with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 0 };
        _world.Function = MappingWorld.FailsAt("5");

        _world.RunToEnd();

        Assert.Equal(["1,2,3,4,5,6,7,8", "5,6,7,8", "5,6", "5", "6", "7,8"], _world.Invocations);
        Assert.Equal("5", Assert.Single(_world.GivenUp).Records[0].SequenceNumber.ToString());
    }

    [Fact]
    public void Record_that_is_too_old_is_never_delivered()
    {
        _world.Stream.Put(MappingWorld.Shard, arrival: _world.Time.GetUtcNow().AddHours(-2));
        Put(1);
        _world.Options = _world.Options with { MaximumRecordAge = TimeSpan.FromHours(1) };

        _world.RunToEnd();

        Assert.Equal(["2"], _world.Invocations);
        var document = Assert.Single(_world.Documents);
        Assert.Equal("RecordAgeExceeded", document.GetProperty("requestContext").GetProperty("condition").GetString());
        Assert.Equal(0, document.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt32());
        Assert.False(document.TryGetProperty("responseContext", out _));
    }

    [Fact]
    public void Record_that_grows_too_old_while_it_is_retried_is_given_up()
    {
        Put(1);
        _world.Options = _world.Options with { MaximumRecordAge = TimeSpan.FromMinutes(1) };
        _world.Function = MappingWorld.ThrowsAt("1");

        _world.RunToEnd();

        Assert.Equal(DiscardCondition.RecordAgeExceeded, Assert.Single(_world.GivenUp).Condition);
        Assert.InRange(_world.Invocations.Count, 2, 100);
    }

    [Fact]
    public void Document_says_what_was_given_up()
    {
        var arrival = _world.Time.GetUtcNow();
        _world.Stream.Put(MappingWorld.Shard, arrival: arrival);
        _world.Stream.Put(MappingWorld.Shard, arrival: arrival.AddMilliseconds(250));
        _world.Options = _world.Options with { MaximumRetryAttempts = 0 };
        _world.Function = (_, _) => throw new InvalidOperationException("down");

        _world.RunToEnd();

        Assert.Equal(
            """
            {"requestContext":{"requestId":"request-1","functionArn":"arn:aws:lambda:eu-central-1:111122223333:function:enricher","condition":"RetryAttemptsExhausted",
            "approximateInvokeCount":1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"version":"1.0",
            "timestamp":"2026-01-01T00:00:00.000Z","KinesisBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":"1","endSequenceNumber":"2",
            "approximateArrivalOfFirstRecord":"2026-01-01T00:00:00.000Z","approximateArrivalOfLastRecord":"2026-01-01T00:00:00.250Z","batchSize":2,
            "streamArn":"arn:aws:kinesis:eu-central-1:111122223333:stream/events"}}
            """.ReplaceLineEndings(""),
            Assert.Single(_world.Documents).GetRawText());
    }

    void Put(int records)
    {
        for (var i = 0; i < records; i++)
            _world.Stream.Put(MappingWorld.Shard);
    }
}
