using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Telemetry;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using KinesisEnricher.Tests.Local;
using KinesisEnricher.Tests.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Hosting;

/// <summary>What an invocation leaves in the log.</summary>
public sealed class ObservedEnricherTests
{
    readonly ManualTimeProvider _time = new();
    readonly CollectingQuarantine _quarantine = new();

    [Fact]
    public async Task Invocation_leaves_a_summary_and_one_document()
    {
        var log = await RunAsync(new KinesisEventBuilder()
            .Add("u-1", Limits.Created(1)).Add("u-1", Limits.Progress(3, "10")).Add("u-1", Limits.Progress(2, "20"))
            .Add("u-1", Limits.Created(1)).Add("u-2", """{"type":"OTHER"}""").AddPoison("u-3", Poison.NotJson));

        Assert.All(log.Lines, LogSchema.Check);
        var summary = Summary(log);
        Assert.Equal("INFO", summary.GetProperty("level").GetString());
        Assert.Equal("r-1", summary.GetProperty("requestId").GetString());
        Assert.Equal("shardId-000000000000", summary.GetProperty("shard").GetString());
        foreach (var (name, count) in new[]
                 {
                     ("received", 6), ("expanded", 6), ("enriched", 3), ("late", 1), ("duplicate", 1), ("skipped", 1), ("quarantined", 1), ("failed", 0),
                     ("blocked", 0), ("filtered", 0), ("chunks", 1), ("conflicts", 0), ("roundTrips", 4),
                 })
            Assert.Equal((name, count), (name, summary.GetProperty(name).GetInt32()));

        var document = Assert.Single(log.Documents);
        MetricSchema.Check(document);
        Assert.Equal("KinesisEnricher", document.GetProperty("Service").GetString());
        Assert.Equal("none", document.GetProperty("Stage").GetString());
        var metrics = MetricSchema.MetricsOf(document);
        foreach (var (name, value) in new[]
                 {
                     ("Received", 6.0), ("Expanded", 6), ("Enriched", 3), ("Late", 1), ("Duplicate", 1), ("Skipped", 1), ("Quarantined", 1), ("Failed", 0),
                     ("Blocked", 0), ("Filtered", 0), ("Chunks", 1), ("Conflicts", 0), ("StateReads", 1), ("StateWrites", 1), ("SinkCalls", 1),
                     ("QuarantineCalls", 1), ("RoundTrips", 4), ("ColdStart", 1), ("LargestLaneShare", 80),
                 })
            Assert.Equal((name, value), (name, Assert.Single(metrics[name])));
    }

    [Fact]
    public async Task Chunks_conflicts_and_calls_are_counted()
    {
        var log = await RunAsync(
            new KinesisEventBuilder().Add("u-1", Limits.Created(1, "limit-1")).Add("u-2", Limits.Created(1, "limit-2")).Add("u-3", Limits.Created(1, "limit-3")),
            ports => ports with { State = new FaultyStateStore(ports.State, FaultRules.On(PortOperation.WriteState, FaultRules.First(1, PortFault.Conflict))) },
            ("CHUNK_RECORDS", "2"));

        var metrics = MetricSchema.MetricsOf(Assert.Single(log.Documents));
        Assert.Equal([2], metrics["Chunks"]);
        Assert.Equal([3], metrics["Conflicts"]);
        Assert.Equal([6], metrics["StateWrites"]);
        Assert.Equal([4], metrics["StateReads"]); // Once per chunk, and once more after its conflicts.
        Assert.Equal([3], metrics["Enriched"]);
    }

    [Fact]
    public async Task Dimensions_are_the_function_and_the_stage_and_nothing_else()
    {
        var log = await RunAsync(new KinesisEventBuilder(), options: [("AWS_LAMBDA_FUNCTION_NAME", "limits-eu"), ("STAGE", "live")]);

        var document = Assert.Single(log.Documents);
        Assert.Equal("""[["Service","Stage"]]""", document.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Dimensions").GetRawText());
        Assert.Equal("limits-eu", document.GetProperty("Service").GetString());
        Assert.Equal("live", document.GetProperty("Stage").GetString());
    }

    [Fact]
    public async Task Iterator_age_is_that_of_the_last_record_on_arrival()
    {
        var now = _time.GetUtcNow();
        var log = await RunAsync(new KinesisEventBuilder().At(now.AddMinutes(-5)).Add("a", "{}").At(now.AddMilliseconds(-1500)).Add("b", "{}"));

        Assert.Equal([1500], MetricSchema.MetricsOf(Assert.Single(log.Documents))["IteratorAge"]);
    }

    [Fact]
    public async Task Arrival_in_the_future_is_no_age_and_none_at_all_is_no_value()
    {
        var ahead = await RunAsync(new KinesisEventBuilder().At(_time.GetUtcNow().AddSeconds(1)).Add("a", "{}"));
        var empty = await RunAsync(new KinesisEventBuilder());

        Assert.Equal([0], MetricSchema.MetricsOf(Assert.Single(ahead.Documents))["IteratorAge"]);
        Assert.DoesNotContain("IteratorAge", MetricSchema.MetricsOf(Assert.Single(empty.Documents)).Keys);
    }

    [Fact]
    public async Task Only_the_first_invocation_is_a_cold_start()
    {
        var log = new LogLines(time: _time);
        await using var enricher = Create(log);

        await HandleAsync(enricher, "r-1", Json("{}"));
        await HandleAsync(enricher, "r-2", Json("{}"));

        Assert.Equal([1, 0], log.Documents.Select(document => document.GetProperty("ColdStart").GetInt32()));
    }

    [Fact]
    public async Task Records_to_be_seen_to_have_a_line_each_and_of_blocked_ones_the_first()
    {
        var log = await RunAsync(
            new KinesisEventBuilder().AddPoison("u-3", Poison.NotJson)
                .Add("u-1", Limits.Created(1)).Add("u-1", Limits.Progress(2, "1")).Add("u-1", Limits.Progress(3, "2")),
            ports => ports with { Sink = new FaultySink(ports.Sink, FaultRules.All()) });

        Assert.Equal(
            ["record quarantined", "record failed, and is delivered again", "first record that is blocked, and is delivered again", "batch done"], log.Messages);
        Assert.All(log.Lines, LogSchema.Check);
        Assert.Equal(["ERROR", "WARN", "WARN", "WARN"], log.Lines.Select(line => line.GetProperty("level").GetString()));
        var failed = log.Lines[1];
        Assert.Equal("shardId-000000000000", failed.GetProperty("shard").GetString());
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), failed.GetProperty("sequence").GetString());
        Assert.Equal(KeyHash.Of("u-1"), failed.GetProperty("keyHash").GetString());
        Assert.Equal("USER_LIMIT_CREATED", failed.GetProperty("type").GetString());
        Assert.Equal("output: InjectedFaultException", failed.GetProperty("reason").GetString());
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), Summary(log).GetProperty("checkpoint").GetString());
        Assert.Equal("json", log.Lines[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Thousands_of_failures_are_a_hundred_lines_and_their_count()
    {
        var events = new KinesisEventBuilder();
        for (var i = 0; i < 250; i++)
            events.Add($"u-{i}", Limits.Created(1, $"limit-{i}"));

        var log = await RunAsync(events, ports => ports with { State = new FaultyStateStore(ports.State, FaultRules.All()) });

        Assert.Equal(100, log.Messages.Count(message => message == "record failed, and is delivered again"));
        Assert.Contains("150 more records failed; they have no line of their own", log.Messages);
        Assert.Equal(250, Summary(log).GetProperty("failed").GetInt32());
    }

    [Theory]
    [InlineData(6, 4, true)]
    [InlineData(5, 5, false)]
    [InlineData(4, 0, false)]
    public async Task More_than_half_in_one_lane_is_a_warning_where_there_are_enough_to_tell(int together, int apart, bool warns)
    {
        var events = new KinesisEventBuilder();
        for (var i = 1; i <= together; i++)
            events.Add("u-1", Limits.Progress(i, "1"));
        for (var i = 1; i <= apart; i++)
            events.Add($"other-{i}", Limits.Created(1, $"limit-of-{i}"));

        var summary = Summary(await RunAsync(events));

        Assert.Equal((double)together / (together + apart), summary.GetProperty("largestLaneShare").GetDouble());
        Assert.Equal(warns ? "WARN" : "INFO", summary.GetProperty("level").GetString());
        Assert.Equal(warns, summary.TryGetProperty("warning", out var warning) && warning.GetString()!.StartsWith("60 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_that_is_none_is_an_error_line_and_counted()
    {
        var log = new LogLines(time: _time);
        await using var enricher = Create(log);

        await Assert.ThrowsAsync<InvalidKinesisEventException>(() => HandleAsync(enricher, "r-1", Json("[]")));

        Assert.Equal(["ERROR", "INFO"], log.Lines.Select(line => line.GetProperty("level").GetString()));
        Assert.StartsWith("event refused: ", log.Messages[0], StringComparison.Ordinal);
        MetricSchema.Check(Assert.Single(log.Documents));
    }

    [Fact]
    public async Task Batch_that_throws_keeps_its_figures()
    {
        var log = new LogLines(time: _time);
        await using var enricher = Create(
            log, ports => ports with { Sink = new FaultySink(ports.Sink, FaultRules.All()) }, ("FAILURES", "throw"));

        await Assert.ThrowsAsync<BatchFailedException>(() => HandleAsync(enricher, "r-1", new KinesisEventBuilder().Add("u-1", Limits.Created(1)).Build()));

        Assert.Equal([1], MetricSchema.MetricsOf(Assert.Single(log.Documents))["Failed"]);
        Assert.Contains("record failed, and is delivered again", log.Messages);
    }

    [Fact]
    public async Task Twenty_invocations_at_once_lose_and_mix_nothing()
    {
        const int Invocations = 20;
        var log = new LogLines(LogLevel.Debug, _time);
        await using var enricher = Create(log);
        using var start = new Barrier(Invocations);

        // Threads of their own: the pool would hand them out one by one.
        await Task.WhenAll(Enumerable.Range(1, Invocations).Select(n => Task.Factory.StartNew(
            () =>
            {
                var events = new KinesisEventBuilder();
                for (var i = 1; i <= n; i++)
                    events.Add($"user-{n}-{i}", Limits.Created(1, $"limit-{n}-{i}"));
                var json = events.Build();
                start.SignalAndWait();
                return HandleAsync(enricher, $"r-{n}", json);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.All(log.Lines, LogSchema.Check);
        Assert.All(log.Documents, MetricSchema.Check);
        Assert.Equal(1, log.Documents.Sum(document => document.GetProperty("ColdStart").GetInt32()));
        for (var n = 1; n <= Invocations; n++)
        {
            var id = $"r-{n}";
            var lines = log.Lines.Where(line => line.GetProperty("requestId").ValueEquals(id)).ToList();
            Assert.Equal(
                Enumerable.Range(1, n).Select(i => $"limit-{n}-{i}-1"),
                lines.Where(line => line.TryGetProperty("eventId", out _)).Select(line => line.GetProperty("eventId").GetString()));
            Assert.Equal(n, Assert.Single(lines, line => line.GetProperty("message").ValueEquals("batch done")).GetProperty("enriched").GetInt32());
            var document = Assert.Single(log.Documents, each => each.GetProperty("requestId").ValueEquals(id));
            Assert.Equal([n], MetricSchema.MetricsOf(document)["Enriched"]);
        }
    }

    [Fact]
    public async Task Batch_and_stages_are_spans_below_Lambda_s()
    {
        var trace = ActivityTraceId.CreateRandom();
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PipelineTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var header = $"Root=1-{trace.ToHexString()[..8]}-{trace.ToHexString()[8..]};Parent=53995c3f42cd8ad8;Sampled=1";
        await using var enricher = Create(new LogLines());

        await enricher.HandleAsync(
            new KinesisEventBuilder().Add("u-1", Limits.Created(1)).Build(), new InvocationContext("r-1", null, header), new ArrayBufferWriter<byte>());

        var batch = spans[^1];
        Assert.Equal("batch", batch.OperationName);
        Assert.Equal(ActivityKind.Consumer, batch.Kind);
        Assert.Equal("53995c3f42cd8ad8", batch.ParentSpanId.ToHexString());
        Assert.Equal("r-1", batch.GetTagItem("faas.invocation_id"));
        Assert.Equal(1, batch.GetTagItem("enricher.enriched"));
        var stages = spans.SkipLast(1).ToList();
        Assert.Equal(["expand", "look-up", "read-state", "enrich", "emit", "commit"], stages.Take(6).Select(span => span.OperationName));
        Assert.All(stages, span => Assert.Equal(batch.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task Personal_data_is_shown_only_when_that_is_asked_for()
    {
        var events = new KinesisEventBuilder().Add("u-1", Limits.Created(1, value: "a lot"));

        var masked = await RunAsync(events);
        var shown = await RunAsync(events, options: ("MASK_PERSONAL_DATA", "false"));

        Assert.DoesNotContain("a lot", masked.Text, StringComparison.Ordinal);
        Assert.False(masked.Lines[0].TryGetProperty("partitionKey", out _));
        Assert.Equal("u-1", shown.Lines[0].GetProperty("partitionKey").GetString());
        Assert.Contains("a lot", shown.Lines[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    static JsonElement Summary(LogLines log) => Assert.Single(log.Lines, line => line.GetProperty("message").ValueEquals("batch done"));

    async Task<LogLines> RunAsync(
        KinesisEventBuilder events, Func<PipelinePorts, PipelinePorts>? replace = null, params (string Name, string Value)[] options)
    {
        var log = new LogLines(time: _time);
        await using var enricher = Create(log, replace, options);
        await HandleAsync(enricher, "r-1", events.Build());
        return log;
    }

    ObservedEnricher Create(LogLines log, Func<PipelinePorts, PipelinePorts>? replace = null, params (string Name, string Value)[] options)
    {
        var variables = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal);
        var enricher = Enricher.Create(
            EnricherOptions.From(variables),
            ports =>
            {
                ports = ports with { Sink = new CollectingSink(), Quarantine = _quarantine };
                return replace?.Invoke(ports) ?? ports;
            },
            _time, random: () => 0);
        return new ObservedEnricher(enricher, log.Logger, _time);
    }

    static Task HandleAsync(ObservedEnricher enricher, string requestId, byte[] json) =>
        enricher.HandleAsync(json, new InvocationContext(requestId, TimeLeft: null, TraceHeader: null), new ArrayBufferWriter<byte>());

    static byte[] Json(string json) => Encoding.UTF8.GetBytes(json);
}
