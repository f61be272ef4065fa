using System.Text;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.TurbineStatus.TurbineEvents;

namespace KinesisEnricher.Tests.TurbineStatus;

/// <summary>How an event finds its asset, and what becomes of it when there is none.</summary>
public sealed class TurbineAssetTests : TurbineStatusTest
{
    [Fact]
    public async Task An_unknown_asset_is_reason_201()
    {
        var delivery = await DeliverAsync(Vestas(turbine: "WTG-404"));

        Assert.Equal(["201: no asset 'vestas:WTG-404'"], delivery.Reasons);
        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
    }

    [Theory]
    [InlineData("""{"asset_id":"A-1"}""")]
    [InlineData("""{"turbine_type":"type_1"}""")]
    [InlineData("""{"asset_id":"","turbine_type":"type_1"}""")]
    [InlineData("""{"asset_id":"A-1","turbine_type":null}""")]
    [InlineData("""{"asset_id":{},"turbine_type":"type_1"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task An_asset_without_its_key_fields_is_reason_203(string asset)
    {
        _harness.WithReference("asset", "vestas:WTG-1", asset);

        var delivery = await DeliverAsync(Vestas());

        Assert.Equal(["203: asset 'vestas:WTG-1' needs both asset_id and turbine_type"], delivery.Reasons);
        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
    }

    [Theory]
    [InlineData("""{"ASSET_ID":"A-1","Turbine_Type":"type_1","note":{"asset_id":"B"}}""")]
    [InlineData("""{"asset\u005fid":"A-1","turbine_type":"type_1"}""")]
    [InlineData("""{"asset_id":"B","asset_id":"A-1","turbine_type":"type_1"}""")]
    public async Task An_assets_fields_are_found_in_any_case_and_the_last_of_a_name_counts(string asset)
    {
        _harness.WithReference("asset", "vestas:WTG-1", asset);

        var enrichment = Assert.Single((await DeliverAsync(Vestas())).Enrichments);

        Assert.Equal("A-1", enrichment.GetProperty("asset_id").GetString());
    }

    [Fact]
    public async Task When_the_look_up_of_an_asset_fails_the_records_that_share_it_wait_and_no_other()
    {
        // A chunk each: the look-up works again for the second record, which must wait for the first all the same.
        var harness = Harness(chunkRecords: 1);
        var attempts = harness.Options.Attempts;
        harness.Faults = call => call.Subject == "asset:vestas:WTG-1" && call.Attempt <= attempts ? PortFault.Throw : PortFault.None;
        var builder = new KinesisEventBuilder()
            .Add("a", Vestas("3", "08:00:00").ToJsonString())
            .From(KinesisEventBuilder.DefaultStreamArn, "shardId-000000000001")
            .Add("b", Vestas("1", "08:10:00").ToJsonString())
            .Add("c", Vestas("2", "08:10:00", "WTG-2").ToJsonString());

        var delivery = await harness.DeliverAsync(builder);
        harness.Faults = null;
        var again = await harness.DeliverAsync(builder);

        Assert.Equal([Outcome.Failed, Outcome.Blocked, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
        Assert.Equal([Outcome.Enriched, Outcome.Enriched, Outcome.Duplicate], again.Outcomes);
        Assert.Equal("o", again.Enrichments[1].GetProperty("status_changed_from").GetString());
    }

    /// <summary>A cache over the real thing that never notices a change.</summary>
    sealed class StaleSource(string? cached, string? real) : ILookUpSource
    {
        public int Asked { get; private set; }

        public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
            IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
        {
            Asked++;
            var json = freshness == Freshness.Cached ? cached : real;
            return new(keys.ToDictionary(key => key, _ => json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"asset_id":"A-1"}""")]
    [InlineData("\"what?\"")]
    public async Task A_cache_that_has_nothing_or_half_of_it_never_quarantines_what_the_source_knows(string? cached)
    {
        _harness.WithLookUp("asset", new StaleSource(cached, """{"asset_id":"A-1","turbine_type":"type_1"}"""));

        var delivery = await DeliverAsync(Vestas());

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
    }

    [Theory]
    [InlineData(null, "201: no asset 'vestas:WTG-1'")]
    [InlineData("{}", "203: asset 'vestas:WTG-1' needs both asset_id and turbine_type")]
    public async Task The_source_is_asked_once_per_key_before_its_lack_counts(string? real, string reason)
    {
        var source = new StaleSource(real, real);
        _harness.WithLookUp("asset", source);

        var delivery = await DeliverAsync(Vestas(), Vestas(), Vestas());

        Assert.All(delivery.Reasons, r => Assert.Equal(reason, r));
        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task An_asset_that_was_missing_is_found_once_it_is_there()
    {
        var before = await DeliverAsync(Vestas(turbine: "WTG-3"));
        _harness.WithReference("asset", "vestas:WTG-3", """{"asset_id":"A-33","turbine_type":"type_1"}""");

        var after = await DeliverAsync(Vestas(turbine: "WTG-3"));

        Assert.Equal([Outcome.Quarantined], before.Outcomes);
        Assert.Equal([Outcome.Enriched], after.Outcomes);
    }
}
