namespace KinesisEnricher.Cars;

/// <summary>
/// What was paid on a loan. The balance that a version of the loan states holds the payments made before it; those made after it come off. So the balance is
/// right in whatever order loan and payments come, and a loan that is put out a second time undoes no payment. A payment of the very time of a version is in it when
/// it came before it, as in an event that holds a payment and then its loan, and comes off when it came after it. Immutable.
/// </summary>
sealed record LoanLedger
{
    public static LoanLedger Empty { get; } = new() { Payments = [] };

    /// <summary>What the stored version of the loan stated, before any payment; null while there is none.</summary>
    public decimal? StatedBalance { get; init; }

    /// <summary>The last <see cref="Recent.Capacity"/>, in the order in which they came.</summary>
    public required IReadOnlyList<LedgerEntry> Payments { get; init; }

    public bool Contains(string paymentId) => Payments.Any(p => string.Equals(p.Id, paymentId, StringComparison.Ordinal));

    public LoanLedger Add(LoanPayment payment) => this with
    {
        Payments = Recent.Append(Payments, new LedgerEntry(payment.Id, payment.UpdatedAt, payment.Amount!.Value)),
    };

    /// <summary>The balance once <paramref name="next"/> takes the place of <paramref name="stored"/>.</summary>
    public decimal BalanceOf(Loan next, Loan? stored)
    {
        var stated = next.Balance!.Value;
        // The same version again. More payments may have come off since than are listed.
        if (stored is not null && next.UpdatedAt == stored.UpdatedAt && stated == StatedBalance)
            return stored.Balance!.Value;
        return stated - Payments.Where(p => p.UpdatedAt > next.UpdatedAt).Sum(p => p.Amount);
    }
}
