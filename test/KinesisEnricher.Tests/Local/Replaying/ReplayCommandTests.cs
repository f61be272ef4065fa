using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.Replaying;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Local.Replaying;

public class ReplayCommandTests
{
    [Fact]
    public async Task Nothing_is_done_without_apply_and_what_was_replayed_is_left_out_the_next_time()
    {
        using var line = await WithQuarantineAsync(Record("1", Limits.Created(1), "mended"), Record("2", "hello", "json"));

        var dry = await line.RunAsync("replay", "quarantine");
        var chosen = await line.RunAsync("replay", "quarantine", "--reason", "mended", "--apply");
        var next = await line.RunAsync("replay", "quarantine");
        var again = await line.RunAsync("replay", "quarantine", "--again");

        Assert.Contains("2 of 2 records would be replayed", dry.Out);
        Assert.Contains("1 records: 1 Enriched", chosen.Out);
        Assert.Contains("1 of 2 records would be replayed", next.Out);
        Assert.Contains("2 of 2 records would be replayed", again.Out);
    }

    [Fact]
    public async Task Record_that_is_still_poison_stays_as_it_was()
    {
        using var line = await WithQuarantineAsync(Record("2", "hello", "json"));

        var applied = await line.RunAsync("replay", "quarantine", "--apply");
        var next = await line.RunAsync("replay", "quarantine");

        Assert.Contains("1 Quarantined", applied.Out);
        Assert.Contains("1 of 1 records would be replayed", next.Out);
    }

    [Fact]
    public async Task State_in_memory_is_warned_of_because_nothing_of_it_stays()
    {
        using var line = await WithQuarantineAsync(Record("1", Limits.Created(1), "mended"));

        var applied = await line.RunAsync("replay", "quarantine", "--apply");

        Assert.Equal(0, applied.Code);
        Assert.Contains("set ENABLE_DYNAMO_DB to true, AWS_TABLE_NAME", applied.Error);
    }

    [Theory]
    [InlineData("--key", "other", 0)]
    [InlineData("--key", "u-1", 1)]
    [InlineData("--since", "2026-01-01T00:00:00Z", 1)]
    [InlineData("--since", "2026-01-02T00:00:00Z", 0)]
    [InlineData("--until", "2026-01-01T00:00:00Z", 0)]
    public async Task Records_are_chosen_by_key_and_time(string option, string value, int records)
    {
        using var line = await WithQuarantineAsync(Record("2", "hello", "json"));

        Assert.Contains($"{records} of 1 records", (await line.RunAsync("replay", "quarantine", option, value)).Out);
    }

    [Fact]
    public async Task Missing_folder_is_named()
    {
        using var line = new CommandLine();

        var result = await line.RunAsync("replay", "nowhere");

        Assert.Equal(2, result.Code);
        Assert.Contains("nowhere: no such file or folder", result.Error);
    }

    [Fact]
    public void Replayed_record_is_a_shard_of_its_own()
    {
        var batch = ReplayBatch.Of([Record("2", "hello", "json"), Record("3", "hello", "json")]);

        Assert.Equal(["replay/shardId-000000000000/2.000000", "replay/shardId-000000000000/3.000000"], batch.Records.Select(r => r.Shard.ShardId));
    }

    [Fact]
    public async Task Replay_behind_later_events_is_late_and_a_second_one_is_a_duplicate()
    {
        await using var enricher = Enricher.Create(EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none", ["ENRICHER_STRATEGIES"] = "user-limits" }));
        var poison = Record("1", Limits.Created(1), "schema");
        var later = KinesisEventReader.Read(new KinesisEventBuilder().Add("u-1", Limits.Created(2)).Add("u-1", Limits.Progress(3, "10")).Build());

        await enricher.ProcessAsync(later, null);
        var first = await enricher.ProcessAsync(ReplayBatch.Of([poison]), null);
        var second = await enricher.ProcessAsync(ReplayBatch.Of([poison]), null);

        Assert.Equal((Outcome.Enriched, "late"), (first.Outcomes[0].Outcome, first.Outcomes[0].Reason));
        Assert.Equal(Outcome.Duplicate, second.Outcomes[0].Outcome);
    }

    static async Task<CommandLine> WithQuarantineAsync(params QuarantinedRecord[] records)
    {
        var line = new CommandLine();
        foreach (var record in records)
            await new FolderQuarantine(Path.Combine(line.WorkingDirectory, "quarantine")).KeepAsync(record, CancellationToken.None);
        return line;
    }

    static QuarantinedRecord Record(string number, string payload, string reason) => new()
    {
        Shard = new Shard(KinesisEventBuilder.DefaultStreamArn, KinesisEventBuilder.DefaultShardId),
        Position = new Position(SequenceNumber.Parse(number), 0),
        PartitionKey = "u-1",
        RecordPartitionKey = "u-1",
        ArrivalTime = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
        Type = null,
        Fault = new Fault(reason, "by design"),
        Data = System.Text.Encoding.UTF8.GetBytes(payload),
    };
}
