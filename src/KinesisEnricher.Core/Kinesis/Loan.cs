namespace KinesisEnricher.Core.Kinesis;

/// <summary>Something that is given back once, however often that is said. Safe for concurrent use.</summary>
sealed class Loan(Action giveBack)
{
    Action? _giveBack = giveBack;

    public void GiveBack() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
