using System.Text;

namespace KinesisEnricher.Core.Outputs;

/// <summary>
/// Writes events to a text writer: the console, or a test's. An enrichment that is not <see cref="IReadable"/> is written as JSON in either format.
/// </summary>
public sealed class ConsoleSink(TextWriter writer, ConsoleFormat format) : IEventSink
{
    readonly Lock _gate = new();

    public int MaxEventBytes => int.MaxValue;

    public ValueTask EmitAsync(Emission emission, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Under one lock, so that batches handled at the same time do not mix their blocks.
        lock (_gate)
        {
            foreach (var output in emission.Events)
                writer.WriteLine(TextOf(output));
            writer.Flush();
        }
        emission.MarkAllTaken();
        return default;
    }

    string TextOf(OutputEvent output) => format == ConsoleFormat.Text && output.Enrichment is IReadable readable
        ? readable.ToBlock() ?? $"{output.Id}  {readable.ToLine()}"
        : Encoding.UTF8.GetString(output.Json.Span);
}
