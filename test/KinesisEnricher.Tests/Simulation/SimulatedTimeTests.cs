namespace KinesisEnricher.Tests.Simulation;

public sealed class SimulatedTimeTests
{
    [Fact]
    public void A_run_that_leaves_its_thread_fails()
    {
        var time = new SimulatedTime();
        time.After(TimeSpan.Zero, () =>
        {
            var other = new Thread(() =>
            {
                try
                {
                    time.After(TimeSpan.Zero, () => { });
                }
                catch (InvalidOperationException) // As the pipeline takes it: for one more transient fault.
                {
                }
            });
            other.Start();
            other.Join();
        });

        Assert.Contains("left its thread", Assert.Throws<InvalidOperationException>(() => time.Run()).Message);
    }
}
