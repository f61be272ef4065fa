using System.Globalization;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>A payment, with how its loan stands after it.</summary>
sealed record LoanPaymentEnrichment : EntityEnrichment
{
    public required string LoanId { get; init; }

    /// <summary>The loan's car.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? CarId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required decimal? BalanceAfterPayment { get; init; }

    /// <summary>Payments until the balance is paid, the last one perhaps smaller; 0 when nothing is owed, null without a monthly payment above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required decimal? PaymentsLeft { get; init; }

    /// <param name="payment">The payment.</param>
    /// <param name="loan">The loan after it; null when it is not known.</param>
    /// <param name="late">Whether the loan was newer.</param>
    /// <param name="duplicate">Whether the payment was known.</param>
    public static LoanPaymentEnrichment Of(LoanPayment payment, Loan? loan, bool late, bool duplicate) => new()
    {
        EntityType = EntityTypes.LoanPayment,
        EntityId = payment.Id,
        LoanId = payment.LoanId!,
        CarId = loan?.CarId,
        BalanceAfterPayment = loan?.Balance,
        PaymentsLeft = loan is null ? null : PaymentsLeftOf(loan.Balance!.Value, loan.MonthlyPayment),
        Incomplete = loan is null,
        Late = late,
        Duplicate = duplicate,
    };

    public override string ToLine()
    {
        if (Incomplete)
            return $"loan {LoanId} unknown";
        var left = PaymentsLeft is null ? "" : string.Create(CultureInfo.InvariantCulture, $" · payments left {PaymentsLeft}");
        return string.Create(CultureInfo.InvariantCulture, $"loan {LoanId} balance {BalanceAfterPayment:0.00##}{left}");
    }

    static decimal? PaymentsLeftOf(decimal balance, decimal? monthlyPayment) =>
        monthlyPayment is not { } monthly || monthly <= 0 ? null : Math.Max(0, decimal.Ceiling(balance / monthly));
}
