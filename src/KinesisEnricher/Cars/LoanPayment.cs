namespace KinesisEnricher.Cars;

/// <summary>A payment on a loan. It happens once: what comes under an id that is known changes nothing.</summary>
sealed record LoanPayment : Entity
{
    public string? LoanId { get; init; }

    /// <summary>Below zero for one that was taken back.</summary>
    public decimal? Amount { get; init; }

    public DateTimeOffset? PaymentDate { get; init; }

    internal override string Key => $"PAYMENT#{Id}";

    internal override string ParentKey => Loan.KeyOf(LoanId!);
}
