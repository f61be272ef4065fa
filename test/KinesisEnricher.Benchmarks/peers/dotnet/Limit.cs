using System.Globalization;

namespace DotnetPeer;

/// <summary>A limit as its events have made it.</summary>
sealed record Limit
{
    const int Remembered = 100;

    public string UserId { get; init; } = "";
    public long? NextResetTime { get; init; }
    public string? Period { get; init; }
    public string? Status { get; init; }
    public decimal? Value { get; init; }
    public decimal Progress { get; init; }
    public IReadOnlyList<long> Applied { get; init; } = [];

    public Limit After(UserLimitEvent limitEvent)
    {
        var payload = limitEvent.Payload;
        var next = limitEvent.Type switch
        {
            "USER_LIMIT_CREATED" => this with { Period = payload.Period, Status = payload.Status, Value = Amount(payload.Value!), Progress = payload.Progress is { } progress ? Amount(progress) : Progress },
            "USER_LIMIT_PROGRESS_CHANGED" => this with { Progress = Amount(payload.PreviousProgress!) + Amount(payload.Amount!) },
            "USER_LIMIT_RESET" => this with { Progress = 0 },
            var type => throw new NotSupportedException($"Unknown type {type}"),
        };
        return next with { UserId = payload.UserId, NextResetTime = payload.NextResetTime, Applied = [.. Applied.TakeLast(Remembered - 1), limitEvent.SequenceNumber] };
    }

    static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
