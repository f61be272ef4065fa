using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What outlives a batch: names, decoded items, and room for the next one. Safe for concurrent use.</summary>
sealed class BatchMemory
{
    readonly Spare<Workspace> _workspaces = new();
    readonly Spare<List<RecordOutcome>> _outcomes = new();

    public RecentSources Sources { get; } = new();

    public RecentItems Items { get; } = new();

    public Workspace TakeWorkspace() => _workspaces.Take() ?? new Workspace();

    /// <summary>Keeps one that a batch has ended with. One that an exception left in the middle must not come here.</summary>
    public void Keep(Workspace workspace)
    {
        workspace.EndBatch();
        _workspaces.Keep(workspace);
    }

    /// <returns>An empty list.</returns>
    public List<RecordOutcome> TakeOutcomes(int count) => _outcomes.Take() ?? new List<RecordOutcome>(count);

    public void Keep(List<RecordOutcome> outcomes)
    {
        outcomes.Clear();
        _outcomes.Keep(outcomes);
    }
}
