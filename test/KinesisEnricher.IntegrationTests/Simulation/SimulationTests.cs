using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Tests.Simulation;
using Xunit.Abstractions;

namespace KinesisEnricher.IntegrationTests.Simulation;

/// <summary>
/// The simulation of the pipeline, its schedules and its oracle, on a real table, a real stream and a real bucket. <c>./test/run.sh --real --seeds N</c> runs more
/// schedules than the usual ones; <c>./test/run.sh --real --mode M --seed S</c> runs one and tells it step by step.
/// </summary>
public sealed class SimulationTests : IClassFixture<Dynalite>, IClassFixture<Kinesalite>, IClassFixture<S3rver>
{
    const int Seeds = 150;

    readonly ITestOutputHelper _output;
    readonly Simulator _simulator;

    public SimulationTests(Dynalite dynalite, Kinesalite kinesalite, S3rver s3rver, ITestOutputHelper output)
    {
        _output = output;
        _simulator = new Simulator(schedule => new RealServers(dynalite, kinesalite, s3rver, schedule), "--real ");
    }

    [Fact]
    public void With_each_entity_under_one_key_all_is_as_if_applied_one_by_one() => ManySeeds.Run(_simulator, Mode.OneKey, Seeds, _output);

    [Fact]
    public void With_entities_spread_over_keys_nothing_is_lost_and_nothing_applied_twice() => ManySeeds.Run(_simulator, Mode.ManyKeys, Seeds, _output);

    /// <summary>That real servers do not hide what goes wrong: rules that few seeds need to miss. In memory it is every rule.</summary>
    [Theory]
    [InlineData(nameof(Rules.BringUpOtherItems))]
    [InlineData(nameof(Rules.CheckpointAtLowest))]
    [InlineData(nameof(Rules.CommitPrefixOnly))]
    [InlineData(nameof(Rules.ConfirmMissing))]
    [InlineData(nameof(Rules.EmitBeforeCommit))]
    [InlineData(nameof(Rules.FoldAgainOnConflict))]
    [InlineData(nameof(Rules.LaneByStateKey))]
    [InlineData(nameof(Rules.MarksByShard))]
    public void Without_one_of_its_rules_the_pipeline_is_caught(string rule) => ManySeeds.Catch(_simulator, Enum.Parse<Rules>(rule), Seeds, _output);
}
