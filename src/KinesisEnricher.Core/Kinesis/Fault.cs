namespace KinesisEnricher.Core.Kinesis;

/// <summary>Why a record can never be handled: a short, stable reason (<c>json</c>, <c>base64</c>, <c>gzip</c>, …) and what was wrong, where.</summary>
public sealed record Fault(string Reason, string Detail)
{
    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason}: {Detail}";
}
