namespace KinesisEnricher.Operata;

/// <summary>How bad a call was, by the number of issues found in it; the least first.</summary>
enum InsightsSeverity
{
    None,
    Low,
    Medium,
    High,
}
