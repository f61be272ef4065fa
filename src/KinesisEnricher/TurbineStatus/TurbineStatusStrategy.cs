using System.Text.Json;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.TurbineStatus;

/// <summary>
/// Wind-turbine status: finds the asset behind a vendor's turbine, translates its raw status and keeps the latest. The event's <c>ts</c> is the order that
/// counts: an older one is late and overwrites nothing, an equal one is not.
/// </summary>
sealed class TurbineStatusStrategy(IReadOnlyList<TurbineVendor> vendors) : EnrichmentStrategy<TurbineStatusEvent, TurbineState>(
    FamilyName, () => TurbineStatusJson.Default.TurbineStatusEvent, () => TurbineStatusJson.Default.TurbineState)
{
    public const string FamilyName = "turbine-status";

    static readonly LookUp<TurbineAsset> Assets = new("asset", TurbineAsset.Read, asset => asset.HasKeyFields());

    readonly Dictionary<string, TurbineVendor> _vendors = vendors.ToDictionary(vendor => vendor.Name, StringComparer.OrdinalIgnoreCase);

    /// <param name="variables">The environment, which names the vendors.</param>
    /// <exception cref="ConfigurationException">It names them wrongly.</exception>
    public TurbineStatusStrategy(IReadOnlyDictionary<string, string> variables) : this(TurbineVendors.Read(new Settings(variables))) { }

    // Several, so that an event that lacks one of them still comes here and its fault is named.
    public override IReadOnlyList<string> Marks => ["signals", "customer_asset_id", "customer_name"];

    public override bool DecidesStateByLookUp => true;

    protected override TurbineStatusEvent Decode(ReadOnlySpan<byte> json) => TurbineStatusReader.TryRead(json) ?? base.Decode(json);

    protected override FilterResult Filter(in Record<TurbineStatusEvent> record)
    {
        var e = record.Event;
        if (TurbineStatusSchema.CheckVendor(e) is { } unnamed)
            return unnamed;
        if (!_vendors.TryGetValue(e.CustomerName.Text!, out var vendor))
            return FilterResult.Drop($"{TurbineStatusReasons.NotOurs}: vendor not configured");
        return TurbineStatusSchema.Check(e) ?? TurbineStatusSchema.CheckSignal(vendor.Signal, e.Signals!.Find(vendor.Signal)) ?? FilterResult.Keep;
    }

    protected override void Plan(in Record<TurbineStatusEvent> record, Plan plan) => plan.Require(Assets, AssetKey(record.Event));

    protected override FilterResult PlanState(in Record<TurbineStatusEvent> record, LookUps found, Plan plan)
    {
        var key = AssetKey(record.Event);
        if (found.Get(Assets, key) is not { } asset)
            return FilterResult.Poison(TurbineStatusReasons.NoSuchAsset, $"no asset '{key}'");
        if (!asset.HasKeyFields())
            return FilterResult.Poison(TurbineStatusReasons.IncompleteAsset, $"asset '{key}' needs both asset_id and turbine_type");
        plan.State($"TURBINE#{asset.AssetId.Text}");
        return FilterResult.Keep;
    }

    protected override EventInfo Describe(in Record<TurbineStatusEvent> record) =>
        new(Id: null, TurbineTime.TryParse(record.Event.Ts.Text, out var time) ? time : null);

    protected override Enrichment Enrich(in Record<TurbineStatusEvent> record, TurbineState? state, LookUps found, out TurbineState? next)
    {
        var e = record.Event;
        var ts = e.Ts.Text!;
        var vendor = VendorOf(e);
        var asset = found.Get(Assets, AssetKey(e))!;
        var code = TurbineStatusTable.CodeOf(asset.TurbineType.Text!, vendor.RawStatusOf(e.Signals!.Find(vendor.Signal).Text!));
        var late = state is not null && TurbineTime.IsBefore(ts, state.Ts);

        next = late ? null : new TurbineState { AssetId = asset.AssetId.Text!, StatusCode = code, Ts = ts };
        return new TurbineStatusEnrichment(late)
        {
            AssetId = asset.AssetId.Text!,
            TurbineType = asset.TurbineType.Text!,
            StatusCode = code,
            StatusText = TurbineStatusCodes.MeaningOf(code),
            StatusChangedFrom = !late && state is not null && state.StatusCode != code ? state.StatusCode : null,
        };
    }

    protected override void WriteState(Utf8JsonWriter writer, TurbineState state) => state.Write(writer);

    TurbineVendor VendorOf(TurbineStatusEvent e) => _vendors[e.CustomerName.Text!];

    string AssetKey(TurbineStatusEvent e) => LookUpKey.Join(VendorOf(e).Key, e.CustomerAssetId.Text!);
}
