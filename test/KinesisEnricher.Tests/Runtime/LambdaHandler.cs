using System.Buffers;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

/// <summary>A handler made of a lambda expression, which remembers whether it was closed.</summary>
sealed class LambdaHandler(Func<Invocation, IBufferWriter<byte>, Task> handle) : IInvocationHandler
{
    public bool IsClosed { get; private set; }

    /// <summary>Answers each event with itself.</summary>
    public static LambdaHandler Echo() => new((invocation, response) =>
    {
        response.Write(invocation.Event.Span);
        return Task.CompletedTask;
    });

    public ValueTask HandleAsync(Invocation invocation, IBufferWriter<byte> response) => new(handle(invocation, response));

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return default;
    }
}
