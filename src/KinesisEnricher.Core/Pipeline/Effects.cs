namespace KinesisEnricher.Core.Pipeline;

/// <summary>The effects of a lane's records: a part of an array.</summary>
readonly struct Effects(Effect[] all, int start, int count)
{
    public int Count => count;

    public ref Effect this[int index] => ref all[start + index];
}
