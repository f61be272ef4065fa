using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>One effect on its way out.</summary>
readonly record struct Traveller(Passage Passage, int Index)
{
    public WorkItem Work => Passage.Lane.Works[Index];
    public Effect Effect => Passage.Lane.Fold.Effects[Index];
    public OutputEvent Output => Effect.Output!;
}
