namespace KinesisEnricher.TurbineStatus;

/// <summary>The field's reason codes: 1xx says that the event is wrong, 2xx that it cannot be matched.</summary>
static class TurbineStatusReasons
{
    public const string MissingField = "101";
    public const string InvalidFormat = "102";
    public const string NoSuchAsset = "201";

    /// <summary>Not of this deployment: another vendor's event, or one without the vendor's signal.</summary>
    public const string NotOurs = "202";

    public const string IncompleteAsset = "203";
}
