using KinesisEnricher.Cars;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Operata;
using KinesisEnricher.TurbineStatus;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Hosting;

/// <summary>The families that this function knows: a new one is a class and a line here.</summary>
public static class Families
{
    public static StrategyRegistry AddTo(StrategyRegistry registry) => registry
        .AddStrategy<UserLimitsStrategy>()
        .AddStrategy(TurbineStatusStrategy.FamilyName, variables => [new TurbineStatusStrategy(variables)])
        .AddStrategy<OperataStrategy>()
        .AddStrategy<CarsStrategy>();
}
