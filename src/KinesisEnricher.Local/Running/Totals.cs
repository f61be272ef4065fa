using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Local.Running;

/// <summary>Counts over all events of a command.</summary>
sealed class Totals
{
    readonly Dictionary<Outcome, int> _outcomes = [];

    public int Files { get; private set; }

    public int Records { get; private set; }

    /// <summary>Events whose handler threw.</summary>
    public int Errors { get; private set; }

    public int this[Outcome outcome] => _outcomes.GetValueOrDefault(outcome);

    public void Add(EventReport report)
    {
        Files++;
        Records += report.Outcomes.Count;
        if (report.Error is not null)
            Errors++;
        foreach (var line in report.Outcomes)
            _outcomes[line.Outcome] = this[line.Outcome] + 1;
    }
}
