namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>One way of handling batches of readings on Redis and DynamoDB.</summary>
interface IBatchHandler : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Forgets what is cached in this process.</summary>
    void Forget();

    /// <param name="lambdaEvent">May be changed.</param>
    Task HandleAsync(byte[] lambdaEvent);
}
