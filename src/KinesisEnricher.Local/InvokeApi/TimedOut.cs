using System.Globalization;
using System.Text;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.InvokeApi;

/// <summary>What Lambda answers for a function that ran out of time.</summary>
static class TimedOut
{
    /// <param name="timeout">The function's time-out.</param>
    /// <param name="requestId">The invocation's id.</param>
    public static FunctionAnswer After(TimeSpan timeout, string requestId)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:0.00} seconds");
        return new FunctionAnswer(
            requestId, Encoding.UTF8.GetBytes($$"""{"errorType":"Sandbox.Timedout","errorMessage":"{{message}}"}"""), "Unhandled") { Summary = message };
    }
}
