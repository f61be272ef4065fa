using System.Text;
using KinesisEnricher.Core.Outputs;
using static KinesisEnricher.Tests.Outputs.QuarantineDocumentTests;

namespace KinesisEnricher.Tests.Outputs;

public sealed class FolderQuarantineTests
{
    [Fact]
    public async Task A_record_is_one_file_and_comes_back_from_it()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "made", "later");

        await new FolderQuarantine(path).KeepAsync(Record(), default);

        var file = Assert.Single(folder.Files);
        Assert.Equal(Path.Combine(path, QuarantineDocument.NameOf(Record())), file);
        Assert.Equal("{\"broken", Encoding.UTF8.GetString(Assert.Single(FolderQuarantine.Load(file)).Data.Span));
    }

    [Fact]
    public async Task The_first_write_wins()
    {
        using var folder = new TempFolder();
        var quarantine = new FolderQuarantine(folder.Path);

        await quarantine.KeepAsync(Record(data: "first"), default);
        await quarantine.KeepAsync(Record(data: "second"), default);

        var kept = Assert.Single(FolderQuarantine.Load(folder.Path));
        Assert.Equal("first", Encoding.UTF8.GetString(kept.Data.Span));
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_wins_and_nothing_else_is_left_behind()
    {
        using var folder = new TempFolder();
        var quarantine = new FolderQuarantine(folder.Path);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Task.Run(async () => await quarantine.KeepAsync(Record(data: new string('x', 50_000) + n), default))));

        Assert.Single(folder.Files);
        Assert.Equal(50_000, Assert.Single(FolderQuarantine.Load(folder.Path)).Data.Span.IndexOfAnyExcept((byte)'x'));
    }

    [Fact]
    public async Task A_folder_is_read_by_shard_and_by_position_as_a_number()
    {
        using var folder = new TempFolder();
        var quarantine = new FolderQuarantine(folder.Path);
        await quarantine.KeepAsync(Record(shard: "shardId-000000000001", sequence: "1"), default);
        await quarantine.KeepAsync(Record(sequence: "10"), default);
        await quarantine.KeepAsync(Record(sequence: "9", sub: 1), default);
        await quarantine.KeepAsync(Record(sequence: "9"), default);

        var kept = FolderQuarantine.Load(folder.Path);

        Assert.Equal(["9.000000", "9.000001", "10.000000", "1.000000"], kept.Select(record => record.Position.ToString()));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_nothing_behind()
    {
        using var folder = new TempFolder();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new FolderQuarantine(folder.Path).KeepAsync(Record(), new CancellationToken(canceled: true)));

        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error() => Assert.ThrowsAny<IOException>(() => FolderQuarantine.Load("no/such/folder"));
}
