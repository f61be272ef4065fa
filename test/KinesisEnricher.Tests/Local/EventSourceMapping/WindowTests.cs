using System.Text.Json;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class WindowTests
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly MappingWorld _world = new();

    public WindowTests()
    {
        _world.Options = _world.Options with { BatchSize = 2, TumblingWindow = TimeSpan.FromMinutes(1) };
        _world.Function = Count;
    }

    [Fact]
    public void State_is_carried_through_a_window_and_the_last_invocation_closes_it()
    {
        foreach (var second in new[] { 1, 2, 3, 61 })
            _world.Stream.Put(MappingWorld.Shard, arrival: Start.AddSeconds(second));

        _world.RunToEnd();

        Assert.Equal(["1,2", "3", "", "4", ""], _world.Invocations);
        Assert.Equal(["{}", """{"n":2}""", """{"n":3}""", "{}", """{"n":1}"""], _world.Events.Select(e => e.GetProperty("state").GetRawText()));
        Assert.Equal([false, false, true, false, true], _world.Events.Select(e => e.GetProperty("isFinalInvokeForWindow").GetBoolean()));
        Assert.Equal("2026-01-01T00:00:00Z", _world.Events[0].GetProperty("window").GetProperty("start").GetString());
        Assert.Equal("2026-01-01T00:01:00Z", _world.Events[0].GetProperty("window").GetProperty("end").GetString());
        Assert.Equal("2026-01-01T00:01:00Z", _world.Events[3].GetProperty("window").GetProperty("start").GetString());
    }

    [Fact]
    public void Window_closes_by_the_clock_when_no_record_follows()
    {
        _world.Stream.Put(MappingWorld.Shard);
        var closedAt = default(DateTimeOffset);
        _world.Function = (json, numbers) =>
        {
            if (json.GetProperty("isFinalInvokeForWindow").GetBoolean())
                closedAt = _world.Time.GetUtcNow();
            return Count(json, numbers);
        };

        _world.RunUntilDrained(1, async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(10), _world.Time);
            _world.Stream.Close(MappingWorld.Shard);
        });

        Assert.Equal(["1", ""], _world.Invocations);
        Assert.InRange(closedAt, Start.AddSeconds(60), Start.AddSeconds(62));
    }

    [Fact]
    public void Window_stays_open_over_an_empty_page_that_is_not_the_last()
    {
        var arrival = Start.AddMinutes(-10);
        _world.Stream.Put(MappingWorld.Shard, arrival: arrival);
        var pages = 0;
        _world.Stream.IsGap = () => ++pages == 2;
        _world.Stream.BeforeRead = () =>
        {
            if (pages == 2)
            {
                _world.Stream.Put(MappingWorld.Shard, arrival: arrival.AddSeconds(1));
                _world.Stream.Close(MappingWorld.Shard);
            }
        };

        _world.RunUntilDrained(1);

        Assert.Equal(["1", "2", ""], _world.Invocations);
    }

    [Fact]
    public void Answer_without_state_is_a_failure()
    {
        _world.Stream.Put(MappingWorld.Shard);
        _world.Options = _world.Options with { MaximumRetryAttempts = 1 };
        _world.Function = (_, _) => Task.FromResult("""{"batchItemFailures":[]}""");

        _world.RunToEnd();

        Assert.Equal(["1", "1", "", ""], _world.Invocations);
    }

    [Fact]
    public void Retried_batch_gets_the_state_it_had()
    {
        _world.Stream.Put(MappingWorld.Shard);
        _world.Stream.Put(MappingWorld.Shard);
        _world.Stream.Put(MappingWorld.Shard);
        var calls = 0;
        _world.Function = (json, numbers) => ++calls == 2 ? throw new InvalidOperationException("once") : Count(json, numbers);

        _world.RunToEnd();

        Assert.Equal(["1,2", "3", "3", ""], _world.Invocations);
        Assert.Equal("""{"n":2}""", _world.Events[2].GetProperty("state").GetRawText());
    }

    [Fact]
    public void State_beyond_a_megabyte_ends_the_window_early()
    {
        _world.Stream.Put(MappingWorld.Shard);
        _world.Function = (_, _) => Task.FromResult($$$"""{"state":{"s":"{{{new string('x', 1024 * 1024)}}}"}}""");

        _world.RunToEnd();

        Assert.Equal(["1", ""], _world.Invocations);
        Assert.True(_world.Events[1].GetProperty("isWindowTerminatedEarly").GetBoolean());
    }

    [Fact]
    public void Stopped_mapping_ends_a_window_that_has_outgrown_its_state_after_a_restart()
    {
        _world.Stream.Put(MappingWorld.Shard);
        using var stop = new CancellationTokenSource();
        _world.Function = (_, _) =>
        {
            stop.Cancel();
            return Task.FromResult($$$"""{"state":{"s":"{{{new string('x', 1024 * 1024)}}}"}}""");
        };

        _world.Time.Run(() => _world.RunAsync(stop.Token));

        Assert.Equal(["1"], _world.Invocations);

        _world.RunToEnd();

        Assert.Equal(["1", ""], _world.Invocations);
        Assert.True(_world.Events[1].GetProperty("isWindowTerminatedEarly").GetBoolean());
    }

    static Task<string> Count(JsonElement json, string[] numbers)
    {
        var before = json.GetProperty("state").TryGetProperty("n", out var n) ? n.GetInt32() : 0;
        return Task.FromResult($$$"""{"state":{"n":{{{before + numbers.Length}}}},"batchItemFailures":[]}""");
    }
}
