namespace KinesisEnricher.Cars;

/// <summary>The event types handled. Which entities an event holds is not tied to its type.</summary>
static class CarEventTypes
{
    public const string CarCreated = "CarCreated";
    public const string LoanCreated = "LoanCreated";
    public const string LoanPaymentSubmitted = "LoanPaymentSubmitted";
    public const string CarServiceDone = "CarServiceDone";
}
