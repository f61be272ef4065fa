using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>A loan on a car. Payments lower <see cref="Balance"/>.</summary>
sealed record Loan : Entity
{
    public string? CarId { get; init; }

    [JsonConverter(typeof(FreeFormConverter))]
    public string? FinancialInstitution { get; init; }

    /// <summary>What is owed; below zero once too much was paid.</summary>
    public decimal? Balance { get; init; }

    public DateTimeOffset? LastPaidDate { get; init; }
    public decimal? LoanAmount { get; init; }

    /// <summary>A fraction, 0 to 1. A greater one, most likely meant in percent, is kept as it is and flagged.</summary>
    public decimal? InterestRate { get; init; }

    /// <summary>1 to 480.</summary>
    public long? TermMonths { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    /// <summary>active, paid_off, defaulted or cancelled.</summary>
    public string? Status { get; init; }

    public decimal? MonthlyPayment { get; init; }

    internal override string Key => KeyOf(Id);

    public static string KeyOf(string loanId) => $"LOAN#{loanId}";
}
