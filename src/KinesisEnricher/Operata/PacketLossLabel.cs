namespace KinesisEnricher.Operata;

/// <summary>How much a packet loss is heard; the least first.</summary>
enum PacketLossLabel
{
    Minimal,
    Acceptable,
    Noticeable,
    High,
    Severe,
}
