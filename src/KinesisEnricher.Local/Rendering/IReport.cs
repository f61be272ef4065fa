using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.Rendering;

/// <summary>Shows on standard output what became of the events of a command.</summary>
interface IReport
{
    /// <summary>Before the first event.</summary>
    void Begin(DeploymentSummary deployment);

    void Add(EventReport report);

    /// <summary>After the last event.</summary>
    void End(Totals totals, TimeSpan elapsed);
}
