namespace KinesisEnricher.Local.Running;

/// <summary>What the events are run with, in words.</summary>
/// <param name="Strategies">The families that are on.</param>
/// <param name="State">Where entities are kept, such as <c>memory</c>.</param>
/// <param name="LookUps">Where reference data is found, such as <c>events/reference.json</c>.</param>
/// <param name="Output">Where events go besides the report; null for nowhere.</param>
/// <param name="Quarantine">Where poison records are kept; null when quarantine is off.</param>
sealed record DeploymentSummary(IReadOnlyList<string> Strategies, string State, string LookUps, string? Output, string? Quarantine);
