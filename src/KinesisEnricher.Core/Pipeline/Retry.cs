namespace KinesisEnricher.Core.Pipeline;

/// <summary>Waits between attempts: exponential backoff with full jitter, inside the deadline.</summary>
sealed class Retry(PipelineOptions options, Deadline deadline, TimeProvider time, Func<double> random)
{
    /// <summary>Waits before another attempt.</summary>
    /// <param name="attempt">Attempts made so far, from 1.</param>
    /// <returns>False when there is to be none: the attempts are used up, or the deadline is too near.</returns>
    public async ValueTask<bool> WaitAsync(int attempt)
    {
        if (attempt >= options.Attempts)
            return false;
        var delay = options.RetryDelay * (1 << Math.Min(attempt - 1, 10)) * random();
        if (!deadline.Fits(delay))
            return false;
        if (delay > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(delay, time, deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
        return true;
    }
}
