namespace KinesisEnricher.Operata;

/// <summary>How a call sounded, by its mean opinion score; the best first.</summary>
enum MosLabel
{
    Excellent,
    Good,
    Fair,
    Poor,
    Bad,
}
