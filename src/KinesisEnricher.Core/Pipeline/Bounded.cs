namespace KinesisEnricher.Core.Pipeline;

/// <summary>Runs calls side by side, so many at a time. Ends when all have ended: none outlives it.</summary>
static class Bounded
{
    /// <param name="items">One call each, begun in order.</param>
    /// <param name="parallelism">Calls under way at once.</param>
    /// <param name="call">Must not throw.</param>
    public static async ValueTask ForEachAsync<T>(IReadOnlyCollection<T> items, int parallelism, Func<T, ValueTask> call)
    {
        List<Task>? running = null;
        foreach (var item in items)
        {
            var task = call(item);
            if (task.IsCompletedSuccessfully)
                continue;
            running ??= [];
            running.Add(task.AsTask());
            if (running.Count >= parallelism)
                running.Remove(await Task.WhenAny(running).ConfigureAwait(false));
        }
        if (running is not null)
            await Task.WhenAll(running).ConfigureAwait(false);
    }
}
