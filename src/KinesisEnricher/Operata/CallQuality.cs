namespace KinesisEnricher.Operata;

/// <summary>What a call's measurements come to; the best first.</summary>
enum CallQuality
{
    Excellent,
    Good,
    IssuesDetected,
}
