using System.Buffers;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Hosting;

/// <summary>The enricher as the Runtime API loop calls it.</summary>
sealed class EnricherHandler(ObservedEnricher enricher, TimeProvider time) : IInvocationHandler
{
    public ValueTask HandleAsync(Invocation invocation, IBufferWriter<byte> response) =>
        new(enricher.HandleAsync(invocation.Event, new InvocationContext(invocation.RequestId, invocation.TimeLeft(time), invocation.TraceId), response));

    public ValueTask DisposeAsync() => enricher.DisposeAsync();
}
