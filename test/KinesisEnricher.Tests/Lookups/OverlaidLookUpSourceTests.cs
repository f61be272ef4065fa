using System.Text;
using KinesisEnricher.Core.Lookups;
using Moq;

namespace KinesisEnricher.Tests.Lookups;

public sealed class OverlaidLookUpSourceTests
{
    static readonly LookUpKey InFile = new("asset", "file");
    static readonly LookUpKey InTable = new("asset", "table");
    static readonly LookUpKey Nowhere = new("asset", "nowhere");

    readonly MemoryLookUpSource _file = new();
    readonly Mock<ILookUpSource> _table = new();
    IReadOnlyCollection<LookUpKey>? _asked;

    public OverlaidLookUpSourceTests()
    {
        _file.Set(InFile, "1"u8.ToArray());
        _table.Setup(s => s.GetAsync(It.IsAny<IReadOnlyCollection<LookUpKey>>(), It.IsAny<Freshness>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyCollection<LookUpKey> keys, Freshness _, CancellationToken _) => _asked = keys)
            .ReturnsAsync((IReadOnlyCollection<LookUpKey> keys, Freshness _, CancellationToken _) =>
                keys.ToDictionary(key => key, key => key == InTable ? Encoding.UTF8.GetBytes("2") : default(ReadOnlyMemory<byte>?)));
    }

    async Task<LookUpAnswers> AskAsync(params LookUpKey[] keys) =>
        Assert.IsType<LookUpAnswers>(await new OverlaidLookUpSource(_file, _table.Object).GetAsync(keys, Freshness.Authoritative, default));

    [Fact]
    public async Task The_table_is_asked_for_what_the_file_lacks_and_for_nothing_else()
    {
        var found = await AskAsync(InFile, InTable, Nowhere);

        Assert.Equal([InTable, Nowhere], _asked);
        Assert.Equal(["1", "2", null], new[] { InFile, InTable, Nowhere }.Select(key => found[key] is { } json ? Encoding.UTF8.GetString(json.Span) : null));
        Assert.Equal((1, 2, 1), (found.FromMemory, found.FromSource, found.RoundTrips));
    }

    [Fact]
    public async Task The_table_is_not_asked_when_the_file_has_all()
    {
        var found = await AskAsync(InFile);

        Assert.Null(_asked);
        Assert.Equal((1, 0, 0), (found.FromMemory, found.FromSource, found.RoundTrips));
    }

    [Fact]
    public async Task What_the_file_has_is_answered_when_the_table_fails_and_the_cause_shows_for_the_others()
    {
        _table.Setup(s => s.GetAsync(It.IsAny<IReadOnlyCollection<LookUpKey>>(), It.IsAny<Freshness>(), It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException("slow"));

        var found = await AskAsync(InFile, InTable);

        Assert.Equal([InFile], found.Keys);
        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(InTable));
    }

    [Fact]
    public async Task It_is_done_when_the_table_is()
    {
        await new OverlaidLookUpSource(_file, _table.Object).CompleteAsync(default);

        _table.Verify(s => s.CompleteAsync(default), Times.Once);
    }
}
