using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A chunk's look-up answers, and the keys that could not be answered with the cause of each.</summary>
sealed class Answers
{
    readonly Dictionary<LookUpKey, object?> _values = [];
    readonly Dictionary<LookUpKey, string> _failures = [];

    public static Answers None { get; } = new();

    public Answers() => Found = new LookUps(_values);

    public LookUps Found { get; }

    public void Add(LookUpKey key, object? value) => _values[key] = value;

    public void Fail(LookUpKey key, string cause)
    {
        _values.Remove(key);
        _failures[key] = cause;
    }

    public bool IsMissing(LookUpKey key) => _values.TryGetValue(key, out var value) && value is null;

    /// <summary>Why one of the planned look-ups failed; null when all were answered.</summary>
    public string? FailureOf(IReadOnlyList<Plan.PlannedLookUp> planned)
    {
        if (_failures.Count == 0)
            return null;
        foreach (var lookUp in planned)
        {
            if (_failures.TryGetValue(new LookUpKey(lookUp.Source.Source, lookUp.Key), out var cause))
                return cause;
        }
        return null;
    }
}
