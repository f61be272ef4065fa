using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Testing;

public sealed class ManualTimeProviderTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var time = new ManualTimeProvider();
        var delay = Task.Delay(2 * Second, time);

        time.Advance(2 * Second - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        await delay;
        Assert.Equal(0, time.PendingTimers);
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due_at_their_own_time()
    {
        var time = new ManualTimeProvider();
        var fired = new List<string>();
        TimerCallback Note(string name) => _ => fired.Add($"{name} {time.GetTimestamp() / TimeSpan.TicksPerSecond}");
        using var c = time.CreateTimer(Note("c"), null, 3 * Second, Timeout.InfiniteTimeSpan);
        using var a = time.CreateTimer(Note("a"), null, Second, Timeout.InfiniteTimeSpan);
        using var b = time.CreateTimer(Note("b"), null, 3 * Second, Timeout.InfiniteTimeSpan);

        time.Advance(10 * Second);

        Assert.Equal(["a 1", "c 3", "b 3"], fired);
        Assert.Equal(10, time.GetTimestamp() / TimeSpan.TicksPerSecond);
    }

    [Fact]
    public void A_periodic_timer_fires_every_time_and_a_timer_set_by_another_one_fires_on_the_way()
    {
        var time = new ManualTimeProvider();
        var ticks = 0;
        ITimer? second = null;
        var nested = 0L;
        using var periodic = time.CreateTimer(_ => ticks++, null, Second, 2 * Second);
        using var first = time.CreateTimer(
            _ => second = time.CreateTimer(_ => nested = time.GetTimestamp(), null, Second, Timeout.InfiniteTimeSpan), null, Second, Timeout.InfiniteTimeSpan);

        time.Advance(5 * Second);

        Assert.Equal(3, ticks);
        Assert.Equal(2 * Second.Ticks, nested);
        second!.Dispose();
    }

    [Fact]
    public void A_disposed_or_stopped_timer_does_not_fire()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        var disposed = time.CreateTimer(_ => fired++, null, Second, Second);
        using var stopped = time.CreateTimer(_ => fired++, null, Second, Second);
        disposed.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        time.Advance(5 * Second);

        Assert.Equal(0, fired);
        Assert.False(disposed.Change(Second, Second));
    }

    [Fact]
    public void A_shift_moves_the_time_of_day_alone()
    {
        var time = new ManualTimeProvider();
        var before = time.GetUtcNow();
        using var timer = new CancellationTokenSource(Second, time);

        time.ShiftUtc(TimeSpan.FromHours(-1));

        Assert.Equal(before.AddHours(-1), time.GetUtcNow());
        Assert.Equal(0, time.GetTimestamp());
        Assert.False(timer.IsCancellationRequested);
    }
}
