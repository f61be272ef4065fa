using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What the pipeline reads from and writes to.</summary>
/// <param name="State">Where entities are kept.</param>
/// <param name="LookUps">Where reference data is found.</param>
/// <param name="Sink">Where enriched events go.</param>
/// <param name="Quarantine">Where poison records are kept; null turns quarantine off: a poison record fails, and is delivered again.</param>
public sealed record PipelinePorts(IStateStore State, ILookUpSource LookUps, IEventSink Sink, IQuarantine? Quarantine);
