namespace KinesisEnricher.Cars;

/// <summary>The types of entities, as events spell them.</summary>
static class EntityTypes
{
    public const string Car = "Car";
    public const string Loan = "Loan";
    public const string LoanPayment = "LoanPayment";
    public const string ServiceRecord = "ServiceRecord";
    public const string PartUsed = "PartUsed";
    public const string ServiceDetails = "ServiceDetails";

    public static IReadOnlyList<string> All { get; } = [Car, Loan, LoanPayment, ServiceRecord, PartUsed, ServiceDetails];
}
