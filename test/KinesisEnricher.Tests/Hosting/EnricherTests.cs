using System.Buffers;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Tests.Outputs;
using KinesisEnricher.Tests.Runtime.Telemetry;
using Moq;

namespace KinesisEnricher.Tests.Hosting;

public class EnricherTests
{
    static readonly (string, string) Lambda = ("AWS_LAMBDA_FUNCTION_NAME", "enricher");

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":null}""")]
    [InlineData("{}")]
    public async Task Event_without_records_is_answered_with_success(string json)
    {
        await using var enricher = Create();
        var response = new ArrayBufferWriter<byte>();

        var result = await enricher.HandleAsync(Encoding.UTF8.GetBytes(json), timeLeft: null, response);

        Assert.Empty(result.Outcomes);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(response.WrittenSpan));
    }

    [Theory]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_event_is_an_error(string json)
    {
        await using var enricher = Create();

        await Assert.ThrowsAsync<InvalidKinesisEventException>(() => enricher.HandleAsync(Encoding.UTF8.GetBytes(json), null, new ArrayBufferWriter<byte>()));
    }

    [Theory]
    [InlineData("ENABLE_DYNAMO_DB", "true", "AWS_TABLE_NAME", "entities")]
    [InlineData("OUTPUT", "kinesis", "OUTPUT_STREAM_NAME", "out")]
    [InlineData("OUTPUT", "s3", "OUTPUT_BUCKET", "out")]
    [InlineData("QUARANTINE_BUCKET", "poison", "POISON", "quarantine")]
    public void What_lies_in_aws_needs_a_region_at_start_up(string variable, string value, string other, string otherValue)
    {
        var fault = Assert.Throws<ConfigurationException>(() => Create((variable, value), (other, otherValue)));

        Assert.Equal("AWS_REGION", fault.Variable);
    }

    [Fact]
    public void Redis_user_that_this_client_cannot_name_stops_start_up()
    {
        var fault = Assert.Throws<ConfigurationException>(() => Create(("REDIS_HOST", "redis.local"), ("REDIS_USER", "enricher")));

        Assert.Equal("REDIS_USER", fault.Variable);
        Assert.Contains("PackageSet=nuget", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_are_made_when_they_are_first_needed()
    {
        await using var enricher = Create(("ENABLE_DYNAMO_DB", "true"), ("AWS_TABLE_NAME", "entities"), ("AWS_REGION", "eu-west-1"), ("REDIS_HOST", "nowhere.invalid"));
        await enricher.HandleAsync("{}"u8.ToArray(), timeLeft: null, new ArrayBufferWriter<byte>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("{")]
    public void Reference_file_that_cannot_be_read_stops_start_up(string? content)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "reference.json");
        if (content is not null)
            File.WriteAllText(path, content);

        var fault = Assert.Throws<ConfigurationException>(() => Create(("REFERENCE_FILE", path)));

        Assert.StartsWith($"REFERENCE_FILE is '{path}'; allowed: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_run_with_a_quarantine_has_nothing_to_warn_of() => Assert.Empty(Create(("QUARANTINE_PATH", "quarantine")).Warnings);

    [Theory]
    [InlineData("OUTPUT is none", "OUTPUT", "console")]
    [InlineData("Quarantine is off", "QUARANTINE_PATH", "quarantine")]
    [InlineData("Quarantine is off", "POISON", "fail")]
    public void Warning_shows_until_its_cause_is_gone(string warning, string variable, string value)
    {
        Assert.Contains(Create(Lambda).Warnings, text => text.StartsWith(warning, StringComparison.Ordinal));
        Assert.DoesNotContain(Create(Lambda, (variable, value)).Warnings, text => text.StartsWith(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Events_that_would_go_to_the_functions_log_are_warned_of()
    {
        Assert.Contains(Create(Lambda, ("OUTPUT", "console")).Warnings, text => text.StartsWith("OUTPUT is console", StringComparison.Ordinal));
        Assert.DoesNotContain(Create(("OUTPUT", "console")).Warnings, text => text.StartsWith("OUTPUT is console", StringComparison.Ordinal));
    }

    [Fact]
    public void Replaced_ports_are_judged_as_they_are()
    {
        var options = OptionsOf(Lambda);

        var enricher = Enricher.Create(options, ports => ports with { Sink = Mock.Of<IEventSink>(), State = Mock.Of<IStateStore>(), Quarantine = Mock.Of<IQuarantine>() });

        Assert.DoesNotContain(enricher.Warnings, text => !text.Contains("PackageSet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_are_closed_with_the_enricher()
    {
        var sink = new Mock<IEventSink>();
        var closedSink = sink.As<IAsyncDisposable>();
        var state = new Mock<IStateStore>();
        var closedState = state.As<IDisposable>();

        await using (Enricher.Create(OptionsOf(), ports => ports with { Sink = sink.Object, State = state.Object }))
        {
        }

        closedSink.Verify(port => port.DisposeAsync(), Times.Once);
        closedState.Verify(port => port.Dispose(), Times.Once);
    }

    [Fact]
    public void Start_up_line_says_what_runs()
    {
        var line = StartUpLineOf(Create(Lambda, ("STAGE", "test"), ("APP_VERSION", "9.9"), ("POISON", "fail")));

        Assert.Equal("WARN", line.GetProperty("level").GetString());
        Assert.Equal("started", line.GetProperty("message").GetString());
        Assert.Equal("test", line.GetProperty("stage").GetString());
        Assert.Equal("none", line.GetProperty("output").GetString());
        Assert.Equal("memory", line.GetProperty("state").GetString());
        Assert.Equal("none", line.GetProperty("lookUps").GetString());
        Assert.Equal("off", line.GetProperty("quarantine").GetString());
        Assert.Contains(line.GetProperty("packageSet").GetString(), new[] { "portable", "nuget" });
        Assert.Contains("user-limits", line.GetProperty("strategies").EnumerateArray().Select(family => family.GetString()));
        Assert.NotEqual(0, line.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public void Start_up_line_names_the_version_of_the_Redis_client() =>
        Assert.Matches(@"^redis .*cache\.example.* \(client \d+\.\d+\.\d+\)", StartUpLineOf(Create(("REDIS_HOST", "cache.example"))).GetProperty("lookUps").GetString());

    [Fact]
    public void Start_up_without_warnings_is_no_warning()
    {
        var line = StartUpLineOf(Create(("QUARANTINE_PATH", "quarantine")));

        Assert.Equal("INFO", line.GetProperty("level").GetString());
        Assert.Equal("quarantine", line.GetProperty("quarantine").GetString());
        Assert.False(line.TryGetProperty("stage", out _));
    }

    static JsonElement StartUpLineOf(Enricher enricher)
    {
        var log = new LogLines();
        StartUpLine.Write(log.Logger, enricher);
        return Assert.Single(log.Lines);
    }

    static Enricher Create(params (string Name, string Value)[] variables) => Enricher.Create(OptionsOf(variables));

    static EnricherOptions OptionsOf(params (string Name, string Value)[] variables) => EnricherOptions.From(variables.ToDictionary(v => v.Name, v => v.Value));
}
