using KinesisEnricher.Local;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public sealed class FileDestinationTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_batch_gets_a_line()
    {
        var path = Path.Combine(_folder.Path, "failed.jsonl");
        var destination = new FileDestination(path);

        await destination.SendAsync(Batch(1), CancellationToken.None);
        await destination.SendAsync(Batch(2), CancellationToken.None);

        Assert.Equal([Line(1), Line(2)], await File.ReadAllLinesAsync(path));
    }

    [Fact]
    public async Task File_that_cannot_be_written_is_a_fault_that_is_tried_again() =>
        await Assert.ThrowsAsync<IOException>(async () => await new FileDestination(_folder.Path).SendAsync(Batch(1), CancellationToken.None));

    [Fact]
    public void File_is_looked_at_beforehand_and_left_as_it_was()
    {
        var (kept, missing) = (Path.Combine(_folder.Path, "kept.jsonl"), Path.Combine(_folder.Path, "folder", "missing.jsonl"));
        File.WriteAllText(kept, "kept");

        WritableFile.Check(kept, "kept.jsonl", "--on-failure");
        WritableFile.Check(missing, "missing.jsonl", "--on-failure");

        Assert.Equal("kept", File.ReadAllText(kept));
        Assert.False(File.Exists(missing));
    }

    [Fact]
    public void File_that_cannot_be_written_is_named_beforehand()
    {
        var message = Assert.Throws<UsageException>(() => WritableFile.Check(_folder.Path, "failed", "--on-failure")).Message;

        Assert.StartsWith("failed: cannot be written. ", message);
        Assert.EndsWith(" Name another with --on-failure.", message);
    }

    static string Line(int invocations) => System.Text.Encoding.UTF8.GetString(OnFailureDocument.Write(Batch(invocations), withPayload: true).Span);

    static DiscardedBatch Batch(int invocations) => new()
    {
        Condition = DiscardCondition.RetryAttemptsExhausted,
        Records = [],
        ShardId = MappingWorld.Shard,
        StreamArn = "stream",
        FunctionArn = "function",
        InvokeCount = invocations,
        LastAnswer = null,
        Time = DateTimeOffset.UnixEpoch,
        Event = "{}"u8.ToArray(),
    };
}
