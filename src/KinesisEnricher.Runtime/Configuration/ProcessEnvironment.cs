using System.Collections;

namespace KinesisEnricher.Runtime.Configuration;

/// <summary>The one place that touches the process's environment variables.</summary>
public static class ProcessEnvironment
{
    public static IReadOnlyDictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
#pragma warning disable RS0030 // Everything else is given a dictionary, so that tests need not change the process they run in.
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
#pragma warning restore RS0030
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }

    /// <summary>
    /// Sets <c>_X_AMZN_TRACE_ID</c>, where the AWS SDKs look for the trace to pass on: recursion detection and X-Ray depend on it. It belongs to the whole
    /// process, which is right only where a process handles one invocation at a time, as on Lambda.
    /// </summary>
    public static void SetTraceId(string? traceId) => Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", traceId);
}
