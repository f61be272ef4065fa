using System.Buffers;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>The function in this process.</summary>
/// <param name="enricher">The function, put together.</param>
/// <param name="timeout">Its time-out.</param>
sealed class EnricherInvoker(Enricher enricher, TimeSpan timeout) : IFunctionInvoker
{
    public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
    {
        var requestId = Guid.NewGuid().ToString();
        var response = new ArrayBufferWriter<byte>();
        try
        {
            // A copy: base64 is decoded in place.
            var result = await enricher.HandleAsync(utf8Event.ToArray(), timeout, response);
            return new FunctionAnswer(requestId, response.WrittenMemory) { Summary = SummaryOf(result), Statistics = result.Statistics };
        }
        catch (Exception e) // Whatever a handler throws is Lambda's to see.
        {
            response.ResetWrittenCount();
            ErrorResponse.Write(response, e);
            return new FunctionAnswer(requestId, response.WrittenMemory, "Unhandled") { Summary = e.Message, Statistics = (e as BatchFailedException)?.Result?.Statistics };
        }
    }

    static string SummaryOf(BatchResult result) =>
        string.Join(' ', result.Outcomes.GroupBy(o => o.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
}
