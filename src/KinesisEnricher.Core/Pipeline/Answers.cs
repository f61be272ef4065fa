using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A chunk's look-up answers, and the keys that could not be answered with the cause of each.</summary>
sealed class Answers
{
    readonly Dictionary<LookUpKey, object?> _values = [];
    readonly Dictionary<LookUpKey, string> _failures = [];
    readonly Dictionary<LookUpKey, string> _unreadable = [];

    public static Answers None { get; } = new();

    public Answers() => Found = new LookUps(_values);

    public LookUps Found { get; }

    public void Add(LookUpKey key, object? value) => _values[key] = value;

    public void Fail(LookUpKey key, string cause)
    {
        _values.Remove(key);
        _failures[key] = cause;
    }

    /// <summary>There is a value, and at its source, too, it is none that can be read.</summary>
    public void Refuse(LookUpKey key, string detail)
    {
        _values.Remove(key);
        _unreadable[key] = detail;
    }

    public bool IsMissing(LookUpKey key) => _values.TryGetValue(key, out var value) && value is null;

    /// <summary>Why one of the planned look-ups failed; null when all were answered.</summary>
    public string? FailureOf(Plan.PlannedLookUp[] planned) => Find(_failures, planned);

    /// <summary>What is wrong with the value of one of the planned look-ups; null when all could be read.</summary>
    public string? UnreadableOf(Plan.PlannedLookUp[] planned) => Find(_unreadable, planned);

    static string? Find(Dictionary<LookUpKey, string> causes, Plan.PlannedLookUp[] planned)
    {
        if (causes.Count == 0)
            return null;
        foreach (var lookUp in planned)
        {
            if (causes.TryGetValue(new LookUpKey(lookUp.Source.Source, lookUp.Key), out var cause))
                return cause;
        }
        return null;
    }
}
