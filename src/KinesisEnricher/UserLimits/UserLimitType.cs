namespace KinesisEnricher.UserLimits;

/// <summary>What a limit counts.</summary>
enum UserLimitType
{
    Balance,
    Bet,
    Deposit,
    Loss,

    /// <summary>Time played: amounts are seconds, and the currency code is there all the same.</summary>
    Session,
}
