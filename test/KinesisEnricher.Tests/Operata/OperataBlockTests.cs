using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Operata;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Operata.OperataEvents;

namespace KinesisEnricher.Tests.Operata;

/// <summary>What people see, to the byte.</summary>
public sealed class OperataBlockTests
{
    readonly StrategyHarness _harness = new(new OperataStrategy());

    async Task<string> BlockOf(string json) => Assert.Single((await _harness.DeliverAsync(json)).Blocks)!;

    static void AssertBlock(string expected, string block) => Assert.Equal(expected.ReplaceLineEndings("\n"), block);

    /// <summary>The lines after the head.</summary>
    static string DetailsOf(string block) => block[(block.IndexOf("\n---", StringComparison.Ordinal) + 44)..];

    [Fact]
    public async Task A_good_call() => AssertBlock(
        """
        ==========================================
        Operata Event Received
        Event ID: 7d1f2c9a-0001
        Event Type: Call Summary
        Source: aws.partner/operata.com/group-1/events
        Account: 111122223333
        Region: ap-southeast-2
        Time: 2026-01-01 12:34:56 UTC
        ------------------------------------------
        Call Summary Details:
          Direction: Inbound
          Ended By: Agent
          Queue: Support
          Caller ID: +61400000001
          Agent: Jo Doe (jdoe)
          Duration: 180 seconds (Medium)
          Talk Time: 150 seconds
          Audio Quality:
            Inbound Packet Loss: 0.05% (Minimal)
            Outbound Packet Loss: 0.02% (Minimal)
            MOS Score: 4.50 (Excellent)
          ✅ Overall Quality: Excellent
        ==========================================
        """,
        await BlockOf(Call().ToJsonString()));

    [Fact]
    public async Task A_call_of_which_nothing_is_known() => AssertBlock(
        """
        ==========================================
        Operata Event Received
        Event ID: -
        Event Type: Call Summary
        Source: aws.partner/operata.com/x
        Account: -
        Region: -
        Time: -
        ------------------------------------------
        Call Summary Details:
          Direction: -
          Ended By: -
          Queue: -
          Caller ID: -
          Duration: -
          Talk Time: -
          Audio Quality:
            Inbound Packet Loss: -
            Outbound Packet Loss: -
            MOS Score: -
          Overall Quality: -
        ==========================================
        """,
        await BlockOf("""{"detail-type":"CallSummary","source":"aws.partner/operata.com/x"}"""));

    [Theory]
    [InlineData("detail.serviceAgent.friendlyName", "null", "  Agent:", null)]
    [InlineData("detail.serviceAgent.friendlyName", "\"\"", "  Agent:", null)]
    [InlineData("detail.serviceAgent.username", "null", "  Agent:", "  Agent: Jo Doe")]
    [InlineData("detail.serviceAgent.interaction.onHoldDurationSec", "0", "  Hold Time:", null)]
    [InlineData("detail.serviceAgent.interaction.onHoldDurationSec", "12.5", "  Hold Time:", "  Hold Time: 12.5 seconds")]
    [InlineData("detail.serviceAgent.interaction.totalDurationSec", "20409.0", "  Duration:", "  Duration: 20409 seconds (Very Long)")]
    [InlineData("detail.webRTCSession.metrics.inbound.packetsLostPercentage", "12.345", "    Inbound", "    Inbound Packet Loss: 12.35% (Severe)")]
    [InlineData("detail.webRTCSession.metrics.mos.avg", "3.2", "    MOS", "    MOS Score: 3.20 (Poor)")]
    [InlineData("detail.webRTCSession.metrics.mos.avg", "3.2", "  ⚠️", "  ⚠️ Overall Quality: Issues detected")]
    [InlineData("detail.webRTCSession.metrics.mos.avg", "4.1", "  ✅", "  ✅ Overall Quality: Good")]
    [InlineData("time", "\"2026-01-01T23:30:00.123456789+10:00\"", "Time:", "Time: 2026-01-01 13:30:00 UTC")]
    [InlineData("time", "\"noon\"", "Time:", "Time: noon")]
    [InlineData("time", "\"10:15\"", "Time:", "Time: 10:15")]
    [InlineData("time", "\"Feb 5\"", "Time:", "Time: Feb 5")]
    [InlineData("time", "\"01/02/2026\"", "Time:", "Time: 01/02/2026")]
    [InlineData("time", "\"2026-01-01\"", "Time:", "Time: 2026-01-01")]
    [InlineData("detail.contact.queueName", "\"a\\nMOS Score: 5\\u001b[2J\"", "  Queue:", "  Queue: a MOS Score: 5 [2J")]
    public async Task A_line_depends_on_its_member(string path, string json, string line, string? expected)
    {
        var block = await BlockOf(Call().With(path, json));

        Assert.Equal(expected, block.Split('\n').SingleOrDefault(l => l.StartsWith(line, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Insights() => AssertBlock(
        """
        Insights Summary Details:
          Contact ID: c-1
          Insights: 2 (Medium)
            1: High jitter
            2: Headset muted
        ==========================================
        """,
        DetailsOf(await BlockOf(OperataEvents.Insights().ToJsonString())));

    [Fact]
    public async Task An_agents_issue() => AssertBlock(
        """
        Agent Reported Issue Details:
          Agent: jdoe
          Issue ID: issue-1
          State: Busy
          Issue:
            Category: Audio
            Cause: Echo
            Scenario: Inbound call
            Severity: Major
            Message: Customer hears an echo
          System:
            CPU: Example CPU
            CPU Used: 12.3%
            Memory Available: 7.3 GB
            Memory Total: 16.0 GB
          Softphone Error: MicNotFound: No microphone
        ==========================================
        """,
        DetailsOf(await BlockOf(Issue().ToJsonString())));

    [Fact]
    public async Task A_headset() => AssertBlock(
        """
        Headset Summary Details:
          Queue: Support
          Duration: 300 seconds
          Hold Time: 12 seconds
          Headset:
            Model: Example 60
            Firmware: 1.2
            Serial Number: SN-1
          Speech:
            Measured: 290.0 seconds
            Agent: 145.0 seconds (50.0%)
            Customer: 87.0 seconds (30.0%)
            Cross Talk: 14.5 seconds (5.0%)
            Silence: 43.5 seconds (15.0%)
          Sound:
            Exposure: 71.3 dB
            Background Noise: 42.0 dB
          Use:
            Boom Arm Misaligned: 1 times
            Muted: 3 times
            Volume Adjusted: 0 times
        ==========================================
        """,
        DetailsOf(await BlockOf(Headset().ToJsonString())));

    [Fact]
    public async Task An_unknown_type_as_it_is_with_the_whole_event() => AssertBlock(
        """
        ==========================================
        Operata Event Received
        Event ID: e-1
        Event Type: HeartbeatWorkflow
        Source: aws.partner/operata.com/x
        Account: -
        Region: -
        Time: -
        ------------------------------------------
        {
          "id": "e-1",
          "detail-type": "HeartbeatWorkflow",
          "source": "aws.partner/operata.com/x",
          "detail": {
            "näme": "a \"b\"",
            "list": [
              1.0
            ]
          }
        }
        ==========================================
        """,
        await BlockOf("""{"id":"e-1","detail-type":"HeartbeatWorkflow","source":"aws.partner/operata.com/x","detail":{"näme":"a \"b\"","list":[1.0]}}"""));

    [Fact]
    public async Task An_unknown_type_that_cannot_be_printed_pretty_as_it_came()
    {
        const string json = """{"detail-type":"New","source":"aws.partner/operata.com/x","half":"\ud800"}""";

        Assert.Contains($"\n{json}\n", await BlockOf(json));
    }

    [Fact]
    public async Task The_console_prints_it_in_its_text_format()
    {
        var delivery = await _harness.DeliverAsync(Call().ToJsonString());
        using var writer = new StringWriter { NewLine = "\n" };

        await new ConsoleSink(writer, ConsoleFormat.Text).EmitAsync(new Emission(delivery.Outputs), default);

        Assert.Equal($"{delivery.Blocks[0]}\n", writer.ToString());
    }
}
