namespace KinesisEnricher.Core.Pipeline;

/// <summary>What a lane's records made, one after the other: an effect per record, and the items that they touched.</summary>
readonly record struct Fold(Effects Effects, FoldedItem[] Touched)
{
    public static Fold Empty { get; } = new(default, []);
}
