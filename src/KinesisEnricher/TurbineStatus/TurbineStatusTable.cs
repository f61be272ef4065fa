namespace KinesisEnricher.TurbineStatus;

/// <summary>Translates a raw status into a status code, by the turbine's type. Types and raw statuses are matched exactly.</summary>
static class TurbineStatusTable
{
    /// <param name="turbineType">The asset's type. The raw statuses of one that is not in the table mean nothing here: unknown.</param>
    /// <param name="raw">The raw status as text.</param>
    /// <returns>One of <see cref="TurbineStatusCodes"/>.</returns>
    public static string CodeOf(string turbineType, string raw) => turbineType switch
    {
        "type_1" => raw switch
        {
            "-1" => TurbineStatusCodes.CommunicationLost,
            "0" or "1" or "2" => TurbineStatusCodes.ErrorOrStopped,
            "3" => TurbineStatusCodes.Operating,
            _ => TurbineStatusCodes.Unknown,
        },
        "type_2" => raw switch
        {
            "b" => TurbineStatusCodes.ErrorOrStopped,
            _ => TurbineStatusCodes.Operating,
        },
        _ => TurbineStatusCodes.Unknown,
    };
}
