using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A state item while a lane is folded.</summary>
sealed class FoldedItem(string key, Strategy strategy, StateItem? stored, object? value)
{
    public string Key => key;
    public Strategy Strategy => strategy;

    /// <summary>The item as read, on whose <c>rev</c> the write depends.</summary>
    public StateItem? Stored => stored;

    public object? Value { get; set; } = value;
    public Marks Marks { get; set; } = stored?.Marks ?? Marks.None;

    /// <summary>True when there is something to write.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Items of a lower wave are written first.</summary>
    public int Wave { get; set; }

    /// <summary>Indices in the lane of the records that changed it, or raised its marks.</summary>
    public List<int> Touchers { get; } = [];

    /// <summary>The item to write; null until the lane is folded.</summary>
    public StateItem? Next { get; set; }
}
