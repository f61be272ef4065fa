using System.Text;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Local.RunEvents;

namespace KinesisEnricher.Tests.Local;

public sealed class RunCommandTests
{
    [Fact]
    public async Task Text_has_a_line_for_each_record_with_a_sign_for_its_outcome()
    {
        using var program = new CommandLine().With("sample.json", OneOfEach);

        var result = await program.RunAsync("run", "sample.json");

        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Equal("KinesisEnricher 0.1.0   strategies ", result.Lines[0][..35]);
        Assert.EndsWith("   state memory   look-ups none", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal("sample.json   shardId-000000000000   5 records", result.Lines[2]);
        Assert.Equal(
            [
                "  OUTCOME       SEQ     KEY   TYPE                          ADDED",
                "  ✓ Enriched    …0001   u-1   USER_LIMIT_CREATED            remaining 2500.00 · used 0 %",
                "  ✓ Enriched    …0002   u-1   USER_LIMIT_PROGRESS_CHANGED   remaining 2000.00 · used 20 %",
            ],
            result.Lines[3..6]);
        Assert.Equal("  = Duplicate   …0003   u-1   USER_LIMIT_PROGRESS_CHANGED   aggregate number 2 already applied", result.Lines[6]);
        Assert.Equal("  · Skipped     …0004   u-2   LIMIT_USER_CREATED            no strategy for this type", result.Lines[7]);
        Assert.StartsWith("  ✗ Quarantined …0005   u-1   ?                             json: ", result.Lines[8], StringComparison.Ordinal);
        Assert.Equal("""  out       2 events   {"id":"limit-1-2","type":"user-limits.USER_LIMIT_PROGRESS_CHANGED",…}   -v shows all""", result.Lines[9]);
        Assert.Equal("  kept      1 record   quarantine/   again: -- replay quarantine/", result.Lines[10]);
        Assert.Equal("""  response  {"batchItemFailures":[]}""", result.Lines[11]);
        Assert.Equal(
            "1 file · 5 records: 2 Enriched 0 Filtered 1 Skipped 1 Duplicate 1 Quarantined 0 Failed 0 Blocked · 0 ms", result.Lines[13]);
        Assert.Equal(14, result.Lines.Length);
    }

    [Fact]
    public async Task Each_record_shows_what_it_got_when_producers_give_several_one_id()
    {
        var second = Limits.Progress(3, "700").Replace("limit-1-3", "limit-1-2", StringComparison.Ordinal);
        using var program = new CommandLine().With("twice.json", new KinesisEventBuilder().Add("u-1", Limits.Created(1)).Add("u-1", Limits.Progress(2, "500")).Add("u-1", second));

        var result = await program.RunAsync("run", "twice.json");

        Assert.EndsWith("remaining 2000.00 · used 20 %", result.Lines[5], StringComparison.Ordinal);
        Assert.EndsWith("remaining 1800.00 · used 28 %", result.Lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_document_a_line_for_each_file_and_nothing_else()
    {
        using var program = new CommandLine().With("one.json", OneOfEach).With("two.json", "{}");

        var result = await program.RunAsync("run", "one.json", "two.json", "--output", "json");

        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Equal(2, result.Documents.Count);
        var document = result.Documents[0];
        Assert.Equal(["file", "outcomes", "events", "response"], document.EnumerateObject().Select(m => m.Name));
        Assert.Equal("one.json", document.GetProperty("file").GetString());
        var outcome = document.GetProperty("outcomes")[3];
        Assert.Equal(
            $$"""
            {"sequenceNumber":"{{KinesisEventBuilder.SequenceNumber(4)}}","subSequence":0,"partitionKey":"u-2","type":"LIMIT_USER_CREATED","outcome":"Skipped","reason":"no strategy for this type"}
            """,
            outcome.GetRawText());
        Assert.Equal(["Enriched", "Enriched", "Duplicate", "Skipped", "Quarantined"], CommandResult.OutcomesOf(document));
        Assert.Equal(["limit-1-1", "limit-1-2"], document.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        Assert.Equal("""{"batchItemFailures":[]}""", document.GetProperty("response").GetRawText());
        Assert.Equal("""{"file":"two.json","outcomes":[],"events":[],"response":{"batchItemFailures":[]}}""", result.Lines[1]);
    }

    [Fact]
    public async Task A_late_event_is_enriched_and_says_so()
    {
        using var program = new CommandLine().With("late.json", new KinesisEventBuilder().Add("u-1", Limits.Progress(13, "5")).Add("u-1", Limits.Created(12)));

        var result = await program.RunAsync("run", "late.json");

        Assert.StartsWith("  ✓ Enriched …0002   u-1   USER_LIMIT_CREATED            late · ", result.Lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_record_of_an_aggregate_has_a_line_and_its_place_in_it()
    {
        var aggregate = new KinesisEventBuilder().Add("a", """{"type":"X"}""").AddAggregate("b", [("c", """{"type":"Y"}"""), ("d", """{"type":"Z"}""")]);
        using var program = new CommandLine().With("kpl.json", aggregate);

        var result = await program.RunAsync("run", "kpl.json");

        Assert.Equal("kpl.json   shardId-000000000000   3 records in 2", result.Lines[2]);
        Assert.Equal("  · Skipped …0001     a     X      no strategy for this type", result.Lines[4]);
        Assert.Equal("  · Skipped …0002.0   c     Y      no strategy for this type", result.Lines[5]);
        Assert.Equal("  · Skipped …0002.1   d     Z      no strategy for this type", result.Lines[6]);
    }

    [Fact]
    public async Task Every_shard_of_an_event_is_named()
    {
        var shards = new KinesisEventBuilder().Add("a", "{}").From(KinesisEventBuilder.DefaultStreamArn, "shardId-000000000007").Add("b", "{}");
        using var program = new CommandLine().With("shards.json", shards);

        var result = await program.RunAsync("run", "shards.json");

        Assert.Equal("shards.json   shardId-000000000000, shardId-000000000007   2 records", result.Lines[2]);
    }

    [Fact]
    public async Task An_event_without_records_is_answered()
    {
        using var program = new CommandLine();

        var result = await program.RunAsync("run", "--data", """{"Records":[]}""");

        Assert.Equal(0, result.Code);
        Assert.Equal(["--data   0 records", "  out       0 events", """  response  {"batchItemFailures":[]}"""], result.Lines[2..5]);
    }

    [Fact]
    public async Task State_starts_afresh_for_each_file()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "one.json", "--output", "json");

        Assert.All(result.Documents, document => Assert.Equal(["Enriched", "Enriched", "Enriched"], CommandResult.OutcomesOf(document)));
    }

    [Fact]
    public async Task State_goes_on_from_file_to_file_when_it_is_kept()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "one.json", "--output", "json", "--keep-state");

        Assert.Equal(["Enriched", "Enriched", "Enriched"], CommandResult.OutcomesOf(result.Documents[0]));
        Assert.Equal(["Duplicate", "Duplicate", "Duplicate"], CommandResult.OutcomesOf(result.Documents[1]));
        Assert.Equal(0, result.Documents[1].GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Standard_input_is_read_for_a_dash()
    {
        using var program = new CommandLine { In = new MemoryStream(TwoLimits.Build()) };

        var result = await program.RunAsync("run", "-", "--output", "json");

        Assert.Equal("-", Assert.Single(result.Documents).GetProperty("file").GetString());
        Assert.Equal(["Enriched", "Enriched", "Enriched"], result.Outcomes);
    }

    [Fact]
    public async Task The_event_may_stand_on_the_command_line()
    {
        using var program = new CommandLine();

        var result = await program.RunAsync("run", "--data", Encoding.UTF8.GetString(TwoLimits.Build()), "--output", "json");

        Assert.Equal("--data", Assert.Single(result.Documents).GetProperty("file").GetString());
        Assert.Equal(["Enriched", "Enriched", "Enriched"], result.Outcomes);
    }

    [Fact]
    public async Task Poison_is_kept_in_the_working_directory()
    {
        using var program = new CommandLine().With("one.json", OneOfEach);

        await program.RunAsync("run", "one.json");
        await program.RunAsync("run", "one.json");

        var kept = Assert.Single(Directory.GetFiles(Path.Combine(program.WorkingDirectory, "quarantine"), "*", SearchOption.AllDirectories));
        Assert.Contains("\"reason\": \"json\"", await File.ReadAllTextAsync(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_strategies_named_are_on()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);
        program.Environment["ENRICHER_STRATEGIES"] = "nobody";

        var result = await program.RunAsync("run", "one.json", "--strategies", "user-limits");

        Assert.Equal(0, result.Code);
        Assert.Contains("   strategies user-limits   state", result.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("failed", 0)]
    [InlineData("quarantined", 1)]
    [InlineData("failed,quarantined", 1)]
    [InlineData("failed, QUARANTINED", 1)]
    public async Task The_gate_is_shut_by_the_outcomes_it_names(string failOn, int code)
    {
        using var program = new CommandLine().With("one.json", OneOfEach);

        var result = await program.RunAsync(["run", "one.json", .. failOn.Length == 0 ? [] : new[] { "--fail-on", failOn }]);

        Assert.Equal(code, result.Code);
    }

    [Theory]
    [InlineData("failed", "quarantined")]
    [InlineData("quarantined", "failed")]
    public async Task The_gate_that_is_named_twice_is_shut_by_either(string one, string other)
    {
        using var program = new CommandLine().With("one.json", OneOfEach);

        var result = await program.RunAsync("run", "one.json", "--fail-on", one, "--fail-on", other);

        Assert.Equal(1, result.Code);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_told_of_and_ends_the_run()
    {
        using var program = new CommandLine { Out = new FullWriter() }.With("one.json", OneOfEach);

        var result = await program.RunAsync("run", "one.json");

        Assert.Equal((1, "no space left\n"), (result.Code, result.Error));
    }

    sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("no space left");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("no space left");

        public override void Write(string? value) => throw new IOException("no space left");

        public override Task FlushAsync() => throw new IOException("no space left");
    }

    [Fact]
    public async Task A_store_that_fails_an_item_shows_failed_and_blocked_records()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "--fault", "store:1", "--fail-on", "failed");

        Assert.Equal(1, result.Code);
        Assert.StartsWith("  ! Failed   …0001   u-1   USER_LIMIT_CREATED            state: InjectedFaultException: ", result.Lines[4], StringComparison.Ordinal);
        Assert.StartsWith("  ‖ Blocked  …0002   u-1   ", result.Lines[5], StringComparison.Ordinal);
        Assert.StartsWith("  ✓ Enriched …0003   u-2   ", result.Lines[6], StringComparison.Ordinal);
        Assert.Equal($$"""  response  {"batchItemFailures":[{"itemIdentifier":"{{KinesisEventBuilder.SequenceNumber(1)}}"}]}""", result.LineWith("response"));
    }

    [Fact]
    public async Task A_sink_that_fails_an_event_puts_out_the_others()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "--fault", "sink:3", "--output", "json");

        Assert.Equal(["Enriched", "Enriched", "Failed"], result.Outcomes);
        Assert.Equal(
            ["limit-1-1", "limit-1-2"], Assert.Single(result.Documents).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Several_faults_at_once_all_show()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync("run", "one.json", "--fault", "lookup", "--fault", "sink", "--output", "json");

        Assert.DoesNotContain("Enriched", result.Outcomes);
    }

    [Fact]
    public async Task Settings_of_the_environment_hold()
    {
        using var program = new CommandLine().With("one.json", OneOfEach);
        program.Environment["POISON"] = "fail";

        var result = await program.RunAsync("run", "one.json");

        Assert.Contains("! Failed", result.LineWith("json: "), StringComparison.Ordinal);
        Assert.DoesNotContain("  kept", result.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(program.WorkingDirectory, "quarantine")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--fail-on", "failed")]
    public async Task An_error_of_the_function_is_shown_as_its_answer(int code, params string[] options)
    {
        using var program = new CommandLine().With("one.json", TwoLimits);
        program.Environment["FAILURES"] = "throw";

        var result = await program.RunAsync(["run", "one.json", "--fault", "sink:3", .. options]);

        Assert.Equal(code, result.Code);
        Assert.StartsWith("""  response  {"errorType":"BatchFailedException","errorMessage":""", result.LineWith("response"), StringComparison.Ordinal);
        Assert.Contains("2 Enriched", result.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("1 Failed 0 Blocked · 1 error · ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_the_response_of_its_document_and_shuts_the_gate()
    {
        // Nothing can name a failed record without a number, so the function throws.
        using var program = new CommandLine().With("one.json", new KinesisEventBuilder().AddPoison("a", Poison.SequenceNumber));
        program.Environment["POISON"] = "fail";

        var result = await program.RunAsync("run", "one.json", "--output", "json", "--fail-on", "failed");

        Assert.Equal(1, result.Code);
        Assert.Equal("BatchFailedException", Assert.Single(result.Documents).GetProperty("response").GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Files_that_cannot_be_run_are_named_and_the_others_are_run()
    {
        using var program = new CommandLine()
            .With("one.json", TwoLimits)
            .With("queue.json", """{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}""")
            .With("broken.json", """{"Records":""")
            .With("folder/two.json", "{}");

        var result = await program.RunAsync("run", "gone.json", "one.json", "queue.json", "broken.json", "folder", "--output", "json", "--fail-on", "failed");

        Assert.Equal(2, result.Code);
        Assert.Equal("one.json", Assert.Single(result.Documents).GetProperty("file").GetString());
        var messages = result.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(4, messages.Length);
        Assert.Equal("gone.json: no such file.", messages[0]);
        Assert.Equal("queue.json: not a Kinesis event: its eventSource is 'aws:sqs', not 'aws:kinesis'.", messages[1]);
        Assert.StartsWith("broken.json: ", messages[2], StringComparison.Ordinal);
        Assert.StartsWith("folder: a folder, not a file.", messages[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_reported_when_nothing_could_be_run()
    {
        using var program = new CommandLine();

        var result = await program.RunAsync("run", "gone.json");

        Assert.Equal(new CommandResult(2, "", "gone.json: no such file.\n"), result);
    }

    [Fact]
    public async Task A_wrong_variable_is_named_with_what_is_allowed()
    {
        using var program = new CommandLine();
        program.Environment["CHUNK_RECORDS"] = "0";

        var result = await program.RunAsync("run", "--data", "{}");

        Assert.Equal(new CommandResult(2, "", "CHUNK_RECORDS is '0'; allowed: an integer from 1 to 10000.\n"), result);
    }

    [Fact]
    public async Task Ctrl_C_while_standard_input_is_awaited_ends_the_run()
    {
        using var program = new CommandLine { In = new EndlessStream() };
        using var pressed = new CancellationTokenSource();

        var run = program.RunAsync(pressed.Token, "run", "-");
        await pressed.CancelAsync();

        Assert.Equal(new CommandResult(130, "", ""), await run);
    }

    [Fact]
    public async Task Ctrl_C_before_the_end_reports_nothing_more()
    {
        using var program = new CommandLine().With("one.json", TwoLimits);

        var result = await program.RunAsync(new CancellationToken(canceled: true), "run", "one.json", "--output", "json");

        Assert.Equal(new CommandResult(130, "", ""), result);
    }

    [Fact]
    public async Task Options_of_every_command_may_stand_before_or_after_it()
    {
        using var program = new CommandLine();

        var before = await program.RunAsync("-q", "--region", "eu-west-1", "--profile", "dev", "--endpoint-url", "http://127.0.0.1:4566", "run", "--data", "{}");
        var after = await program.RunAsync("run", "--data", "{}", "-q", "--region", "eu-west-1", "--profile", "dev", "--endpoint-url", "http://127.0.0.1:4566");

        Assert.Equal(0, before.Code);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("-h", "-- run YOUR.json")]
    [InlineData("run -h", "Exit codes: 0 done, 1 the gate of --fail-on, 2 wrong usage or input, 130 Ctrl-C.")]
    [InlineData("run -h", "-- run events/user-limits.json")]
    [InlineData("run --output xml -h", "--fault")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_has_examples(string args, string expected)
    {
        using var program = new CommandLine();

        var result = await program.RunAsync(args.Split(' '));

        Assert.Equal(0, result.Code);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    /// <summary>A terminal where nobody types: it never answers and does not heed cancellation.</summary>
    sealed class EndlessStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => new TaskCompletionSource().Task;
    }
}
