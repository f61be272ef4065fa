#pragma warning disable SYSLIB1015 // Values have members of their own in a line.
using System.Text.Json;
using KinesisEnricher.Runtime.Telemetry;
using KinesisEnricher.Testing;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

public sealed partial class JsonLoggerTests
{
    [Fact]
    public void Line_says_when_how_bad_what_and_where()
    {
        var log = new LogLines(time: new ManualTimeProvider());

        Measured(log.Logger.For("r-1"), 3, 0.5, null, ["a", "b"], true);

        LogSchema.Check(Assert.Single(log.Lines));
        Assert.Equal(
            """
            {"timestamp":"2026-01-01T00:00:00.000Z","level":"WARN","message":"3 of them","logId":9001,"requestId":"r-1","function":"limits","version":"1.2.3","count":3,"share":0.5,"names":["a","b"],"isLast":true}

            """,
            log.Text);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Number_that_JSON_does_not_know_is_null(double share)
    {
        var log = new LogLines();

        Measured(log.Logger, 1, share, "text", [], false);

        Assert.Equal(JsonValueKind.Null, Assert.Single(log.Lines).GetProperty("share").ValueKind);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "TRACE")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void Levels_have_Lambda_s_names_and_those_below_the_minimum_are_not_logged(LogLevel level, string name)
    {
        var log = new LogLines(level);

        foreach (var each in Enum.GetValues<LogLevel>())
            Said(log.Logger, each, "something");

        Assert.Equal(name, log.Lines[0].GetProperty("level").GetString());
        Assert.Equal(LogLevel.None - level, log.Lines.Count);
        Assert.All(log.Lines, LogSchema.Check);
    }

    [Fact]
    public void Line_breaks_and_quotes_stay_inside_their_line()
    {
        var log = new LogLines();

        Said(log.Logger, LogLevel.Error, "one\ntwo\r\n\"three\"\u2028é😀");

        Assert.Equal("one\ntwo\r\n\"three\"\u2028é😀", Assert.Single(log.Messages));
    }

    [Fact]
    public void Endless_text_is_cut()
    {
        var log = new LogLines();

        Said(log.Logger, LogLevel.Error, new string('x', 1_000_000));

        Assert.InRange(log.Text.Length, 1, 32 * 1024);
    }

    [Fact]
    public void Exception_has_its_types_and_stack_but_not_what_it_says()
    {
        var log = new LogLines();

        Broke(log.Logger, Thrown());

        var line = Assert.Single(log.Lines);
        LogSchema.Check(line);
        Assert.Equal("InvalidOperationException", line.GetProperty("errorType").GetString());
        var stack = line.GetProperty("stackTrace").ToString();
        Assert.Contains(nameof(Thrown), stack, StringComparison.Ordinal);
        Assert.Contains("caused by FormatException", stack, StringComparison.Ordinal);
        Assert.DoesNotContain("u-4411", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Exception_says_what_it_says_when_that_is_allowed()
    {
        var log = new LogLines(showsExceptionMessages: true);

        Broke(log.Logger.For("r-1"), Thrown());

        Assert.Equal("no user u-4411", Assert.Single(log.Lines).GetProperty("errorMessage").GetString());
    }

    [Fact]
    public void Stream_that_nobody_reads_any_more_does_no_harm()
    {
        var logger = new JsonLogger(new LineWriter(new BrokenPipe()), LogLevel.Information, TimeProvider.System, new LogContext(null, null, null));

        Said(logger, LogLevel.Error, "unheard");
        Said(logger, LogLevel.Error, "unheard too");
    }

    static Exception Thrown()
    {
        try
        {
            throw new InvalidOperationException("no user u-4411", new FormatException("'u-4411' is no number"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    [LoggerMessage(EventId = 9001, Level = LogLevel.Warning, Message = "{Count} of them")]
    static partial void Measured(ILogger logger, int count, double share, string? nothing, IEnumerable<string> names, bool isLast);

    [LoggerMessage(EventId = 9002, Message = "{What}")]
    static partial void Said(ILogger logger, LogLevel level, string what);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "broke")]
    static partial void Broke(ILogger logger, Exception fault);

    sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
