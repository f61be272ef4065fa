namespace KinesisEnricher.Core.Outputs;

/// <summary>An enrichment that can be shown to people.</summary>
public interface IReadable
{
    /// <summary>A few words on what was added, such as <c>remaining 2500.00 · used 0 %</c>.</summary>
    string ToLine();

    /// <summary>A readable block of several lines, without a line break at its end; null when <see cref="ToLine"/> says all.</summary>
    string? ToBlock() => null;
}
