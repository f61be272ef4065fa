using System.Collections;
using System.Diagnostics.CodeAnalysis;
using KinesisEnricher.Hosting;

namespace KinesisEnricher.Tests.Readme;

/// <summary>The variables that <see cref="EnricherOptions"/> asks an environment for.</summary>
static class OptionVariables
{
    public static IReadOnlySet<string> Names { get; } = Ask();

    static HashSet<string> Ask()
    {
        var recorder = new Recorder();
        EnricherOptions.From(recorder);
        recorder.Asked.Remove("AWS_LAMBDA_FUNCTION_NAME"); // Lambda's own: nobody sets it.
        return recorder.Asked;
    }

    /// <summary>An empty environment that remembers what it was asked for.</summary>
    sealed class Recorder : IReadOnlyDictionary<string, string>
    {
        public HashSet<string> Asked { get; } = [];

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
        {
            Asked.Add(key);
            value = null;
            return false;
        }

        public bool ContainsKey(string key) => TryGetValue(key, out _);
        public string this[string key] => throw new KeyNotFoundException(key);
        public int Count => 0;
        public IEnumerable<string> Keys => [];
        public IEnumerable<string> Values => [];
        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, string>>().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
