using System.Buffers;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>What a function does with an invocation. Disposed of, clients and all, when the process is told to stop.</summary>
public interface IInvocationHandler : IAsyncDisposable
{
    /// <summary>Handles one invocation. An exception is reported to Lambda as the function's error.</summary>
    /// <param name="invocation">The invocation, valid until the returned task ends.</param>
    /// <param name="response">Takes the answer: JSON in UTF-8, 6 MB at most.</param>
    ValueTask HandleAsync(Invocation invocation, IBufferWriter<byte> response);
}
