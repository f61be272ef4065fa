namespace KinesisEnricher.Tests.Simulation;

/// <summary>How much goes wrong in a schedule: chances from 0 to 1, drawn from the seed.</summary>
sealed record Weather
{
    public double ReadFault { get; init; }
    public double WriteFault { get; init; }
    public double LookUpFault { get; init; }
    public double SinkFault { get; init; }
    public double QuarantineFault { get; init; }
    public double Kill { get; init; }
    public double Freeze { get; init; }

    /// <summary>A process that has answered serves another invocation, frozen in between.</summary>
    public double LivesOn { get; init; }

    /// <summary>The sink may take any part of what it is given, not only a prefix.</summary>
    public bool SinkTakesAnyPart { get; init; }

    public static Weather Of(Random random)
    {
        double Chance(double of, double most) => random.NextDouble() < of ? random.NextDouble() * most : 0;
        return new Weather
        {
            ReadFault = Chance(0.4, 0.5),
            WriteFault = Chance(0.5, 0.6),
            LookUpFault = Chance(0.4, 0.5),
            SinkFault = Chance(0.5, 0.6),
            QuarantineFault = Chance(0.4, 0.6),
            Kill = Chance(0.4, 0.4),
            Freeze = Chance(0.4, 0.4),
            LivesOn = Chance(0.7, 1),
            SinkTakesAnyPart = random.Next(2) == 0,
        };
    }

    /// <summary>Kinds of trouble that can be taken out of a failing schedule one by one.</summary>
    public static IReadOnlyList<Func<Weather, Weather>> Calmer { get; } =
    [
        w => w with { ReadFault = 0 }, w => w with { WriteFault = 0 }, w => w with { LookUpFault = 0 }, w => w with { SinkFault = 0 },
        w => w with { QuarantineFault = 0 }, w => w with { Kill = 0 }, w => w with { Freeze = 0 }, w => w with { LivesOn = 0 },
        w => w with { SinkTakesAnyPart = false },
    ];
}
