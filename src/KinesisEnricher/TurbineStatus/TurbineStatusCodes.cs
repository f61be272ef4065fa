namespace KinesisEnricher.TurbineStatus;

/// <summary>What a turbine's status comes down to, whoever built it.</summary>
static class TurbineStatusCodes
{
    public const string CommunicationLost = "c";
    public const string ErrorOrStopped = "e";
    public const string Operating = "o";
    public const string Unknown = "u";

    /// <summary>A code in words.</summary>
    public static string MeaningOf(string code) => code switch
    {
        CommunicationLost => "communication lost",
        ErrorOrStopped => "error or stopped",
        Operating => "operating",
        _ => "unknown",
    };
}
