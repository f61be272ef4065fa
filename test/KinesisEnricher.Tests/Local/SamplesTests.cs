using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Local;

public sealed class SamplesTests
{
    [Fact]
    public async Task Without_arguments_every_sample_is_run_with_fresh_state()
    {
        var sample = new KinesisEventBuilder().Add("u-1", Limits.Created(1));
        using var program = new CommandLine()
            .With("events/b.json", sample)
            .With("events/a.json", sample)
            .With("events/reference.json", """{"asset":{"vestas:WTG-1":{"asset_id":"A-1"}}}""")
            .With("events/list.json", "[]")
            .With("events/queue.json", """{"Records":[{"eventSource":"aws:sqs"}]}""")
            .With("events/schemas/limit.json", """{"type":"object"}""")
            .With("events/notes.txt", "not JSON");

        var result = await program.RunAsync();

        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.EndsWith("   state memory   look-ups events/reference.json", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal("events/a.json   shardId-000000000000   1 record", result.Lines[2]);
        Assert.Equal("events/b.json   shardId-000000000000   1 record", result.Lines[8]);
        Assert.Equal(
            "2 files · 2 records: 2 Enriched 0 Filtered 0 Skipped 0 Duplicate 0 Quarantined 0 Failed 0 Blocked · 0 ms", result.Lines[^2]);
        Assert.Equal("Next: -- run YOUR.json · -- up (a whole stream here) · ./test/run.sh · README.md#add-a-strategy", result.Lines[^1]);
    }

    [Fact]
    public async Task The_copy_beside_the_program_serves_where_there_are_no_samples()
    {
        using var program = new CommandLine().With("../program/events/a.json", "{}").With("../program/events/reference.json", "{}");

        var result = await program.RunAsync();

        Assert.Equal(0, result.Code);
        Assert.Equal($"{Path.Combine(program.ProgramDirectory, "events", "a.json")}   0 records", result.Lines[2]);
        Assert.EndsWith($"look-ups {Path.Combine(program.ProgramDirectory, "events", "reference.json")}", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_is_broken_is_named_and_the_others_are_run()
    {
        using var program = new CommandLine().With("events/a.json", "{}").With("events/b.json", "{");

        var result = await program.RunAsync();

        Assert.Equal(2, result.Code);
        Assert.StartsWith("events/b.json: ", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 file · 0 records: ", result.Lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_samples_the_folders_looked_at_are_named()
    {
        using var program = new CommandLine();

        var result = await program.RunAsync();

        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains(Path.Combine(program.WorkingDirectory, "events"), result.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(program.ProgramDirectory, "events"), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_data_and_quarantine_of_the_environment_come_first()
    {
        using var program = new CommandLine()
            .With("events/a.json", new KinesisEventBuilder().AddPoison("k", Poison.NotJson)).With("events/reference.json", "{}").With("mine.json", "{}");
        program.Environment["REFERENCE_FILE"] = "mine.json";
        program.Environment["QUARANTINE_PATH"] = "kept";

        var result = await program.RunAsync();

        Assert.EndsWith("look-ups mine.json", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("   kept/   again: -- replay kept/", result.Out, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(program.WorkingDirectory, "kept")));
    }

    [Fact]
    public async Task Reference_data_that_cannot_be_read_stops_the_run()
    {
        using var program = new CommandLine().With("events/a.json", "{}").With("events/reference.json", "[]");

        var result = await program.RunAsync();

        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.StartsWith("REFERENCE_FILE is ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_leaves_answers_and_totals()
    {
        using var program = new CommandLine().With("events/a.json", "{}");

        var result = await program.RunAsync("-q");

        Assert.Equal("""events/a.json   {"batchItemFailures":[]}""", result.Lines[0]);
        Assert.Equal(2, result.Lines.Length);
    }
}
