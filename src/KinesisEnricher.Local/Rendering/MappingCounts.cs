using System.Globalization;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What a mapping has done in a shard, or in all.</summary>
sealed class MappingCounts
{
    public long Batches { get; private set; }

    /// <summary>Records that are done, given up ones among them.</summary>
    public long Records { get; private set; }

    public long Retries { get; private set; }

    /// <summary>Records that the filter dropped.</summary>
    public long Filtered { get; set; }

    public long GivenUp { get; private set; }

    /// <summary>Of the function in this process; another one's are not known.</summary>
    public Figures Figures { get; } = new();

    public override string ToString()
    {
        var outcomes = Figures.Outcomes.Length == 0 ? "" : $": {Figures.Outcomes}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Batches:N0} batches · {Retries:N0} retries · {Records:N0} records done · {Filtered:N0} filtered · {GivenUp:N0} given up{outcomes}");
    }

    public void Add(InvocationNote note)
    {
        Batches++;
        Records += note.Done;
        Retries += note.Attempt > 1 ? 1 : 0;
        if (note.Answer.Statistics is { } statistics)
            Figures.Add(statistics);
    }

    public void Add(DiscardedBatch batch)
    {
        GivenUp += batch.Records.Count;
        Records += batch.Records.Count;
    }
}
