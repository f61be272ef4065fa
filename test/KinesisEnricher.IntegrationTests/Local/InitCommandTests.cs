using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.IntegrationTests.Sinks;

namespace KinesisEnricher.IntegrationTests.Local;

public sealed class InitCommandTests(Dynalite dynalite, Kinesalite kinesalite, S3rver s3rver)
    : IClassFixture<Dynalite>, IClassFixture<Kinesalite>, IClassFixture<S3rver>
{
    readonly string _own = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Init_makes_what_the_environment_names_and_the_second_time_nothing()
    {
        var program = Program();

        var first = await program.RunAsync("init", "--stream", $"in-{_own}", "--shards", "3");
        var second = await program.RunAsync("init", "--stream", $"in-{_own}");

        string[] all = [$"table entities-{_own}", $"stream in-{_own}", $"stream out-{_own}", $"bucket written-{_own}", $"bucket poisoned-{_own}"];
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal(all.Select(what => $"made           {what}"), first.Out);
        Assert.Equal((0, ""), (second.Code, second.Error));
        Assert.Equal(all.Select(what => $"there already  {what}"), second.Out);
        using var kinesis = KinesaliteStreams.Connect(kinesalite.Endpoint);
        Assert.Equal(3, (await kinesis.DescribeStreamAsync($"in-{_own}", CancellationToken.None)).OpenShards);
        using var s3 = S3Access.Connect(s3rver.Endpoint);
        Assert.Empty(await s3.ReadAsync($"poisoned-{_own}", ""));
    }

    [Fact]
    public async Task The_function_runs_on_what_init_made()
    {
        var program = Program();
        program.Environment["OUTPUT"] = "kinesis";
        program.Environment["ENABLE_DYNAMO_DB"] = "true";
        await program.RunAsync("init");

        var run = await program.RunAsync("run", "events/user-limits.json", "--fail-on", "failed");

        Assert.Equal(0, run.Code);
        Assert.EndsWith($"   state dynamodb entities-{_own}   look-ups dynamodb entities-{_own}   output kinesis out-{_own}", run.Out[0], StringComparison.Ordinal);
        using var kinesis = KinesaliteStreams.Connect(kinesalite.Endpoint);
        Assert.NotEmpty(await kinesis.ReadAllAsync($"out-{_own}"));
    }

    [Fact]
    public async Task A_table_with_other_keys_is_not_taken_for_ours()
    {
        var program = Program();
        program.Environment["AWS_TABLE_NAME"] = await dynalite.CreateTableAsync("id");

        var (code, lines, error) = await program.RunAsync("init");

        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains("is there with other keys than expected", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "table 'entities-")]
    [InlineData("AWS_ENDPOINT_URL_KINESIS", "127.0.0.1:")]
    [InlineData("AWS_ENDPOINT_URL_S3", "127.0.0.1:")]
    public async Task A_server_that_is_not_there_is_named(string variable, string named)
    {
        var program = Program();
        program.Environment[variable] = $"http://127.0.0.1:{LoopbackPort.Free()}";

        var (code, _, error) = await program.RunAsync("init");

        Assert.Equal(1, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_made_in_aws_itself_by_mistake()
    {
        var program = Program();
        program.Environment.Remove("AWS_ENDPOINT_URL_S3");

        var (code, lines, error) = await program.RunAsync("init");

        Assert.Equal(2, code);
        Assert.Empty(lines);
        Assert.StartsWith($"bucket written-{_own} would be made in AWS itself", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_to_make_the_variables_are_named()
    {
        var (code, _, error) = await new LocalProgram().RunAsync("init");

        Assert.Equal(2, code);
        Assert.Contains("AWS_TABLE_NAME", error, StringComparison.Ordinal);
    }

    LocalProgram Program()
    {
        var program = new LocalProgram();
        program.Environment["AWS_TABLE_NAME"] = $"entities-{_own}";
        program.Environment["OUTPUT_STREAM_NAME"] = $"out-{_own}";
        program.Environment["OUTPUT_BUCKET"] = $"written-{_own}";
        program.Environment["QUARANTINE_BUCKET"] = $"poisoned-{_own}";
        program.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Endpoint.ToString();
        program.Environment["AWS_ENDPOINT_URL_KINESIS"] = kinesalite.Endpoint.ToString();
        program.Environment["AWS_ENDPOINT_URL_S3"] = s3rver.Endpoint.ToString();
        return program;
    }
}
