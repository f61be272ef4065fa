using System.Text.Json;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>An event's signals by name, or whatever stands in their place.</summary>
/// <param name="kind">An object, if the event is right.</param>
/// <param name="values">The signals in the event's order.</param>
sealed class TurbineSignals(JsonValueKind kind, IReadOnlyList<KeyValuePair<string, WireValue>> values)
{
    public JsonValueKind Kind => kind;

    /// <summary>A signal by its name, in any case; the exact one first. Of one that is there twice the last counts, as of every member.</summary>
    public WireValue Find(string name)
    {
        var found = WireValue.Absent;
        for (var i = values.Count - 1; i >= 0; i--)
        {
            var (key, value) = values[i];
            if (string.Equals(key, name, StringComparison.Ordinal))
                return value;
            if (found.Kind == JsonValueKind.Undefined && string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                found = value;
        }
        return found;
    }
}
