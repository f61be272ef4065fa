namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>How long to wait before something is tried again.</summary>
static class Backoff
{
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="failures">How often it has failed, from 1.</param>
    public static TimeSpan After(int failures) => First * Math.Min(Math.Pow(2, failures - 1), Longest / First);
}
