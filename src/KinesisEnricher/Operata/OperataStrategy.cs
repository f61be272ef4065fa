using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

/// <summary>
/// Contact-centre call quality from Operata, as EventBridge delivers it: measurements get the labels that people use. It takes every EventBridge envelope and
/// drops those of other sources.
/// </summary>
sealed class OperataStrategy() : StatelessStrategy<OperataEvent>("operata", () => OperataJson.Default.OperataEvent)
{
    public override IReadOnlyList<string> Marks => ["detail-type"];

    protected override OperataEvent Decode(ReadOnlySpan<byte> json)
    {
        var e = base.Decode(json);
        return e.IsOperatas ? e with { Content = ReadDetail(e) } : e;
    }

    protected override FilterResult Filter(in Record<OperataEvent> record) =>
        record.Event.IsOperatas ? FilterResult.Keep : FilterResult.Drop("source is not Operata");

    protected override EventInfo Describe(in Record<OperataEvent> record)
    {
        var id = record.Event.Id is { IsText: true, Text.Length: > 0 } known ? known.Text : null;
        return new EventInfo(id, OperataTime.TryParse(record.Event.Time, out var time) ? time : null);
    }

    protected override Enrichment Enrich(in Record<OperataEvent> record, LookUps found) => record.Event switch
    {
        { Content: CallSummaryDetail call } e => Enrichment.Of(new CallSummaryEnrichment(e, call), OperataJson.Default.CallSummaryEnrichment),
        { Content: InsightsSummaryDetail insights } e =>
            Enrichment.Of(new InsightsSummaryEnrichment(e, insights), OperataJson.Default.InsightsSummaryEnrichment),
        { Content: AgentReportedIssueDetail issue } e =>
            Enrichment.Of(new AgentReportedIssueEnrichment(e, issue), OperataJson.Default.AgentReportedIssueEnrichment),
        { Content: HeadsetSummaryDetail headset } e =>
            Enrichment.Of(new HeadsetSummaryEnrichment(e, headset), OperataJson.Default.HeadsetSummaryEnrichment),
        var e => Enrichment.Of(new UnknownTypeEnrichment(e, record.Payload.ToArray()), OperataJson.Default.UnknownTypeEnrichment),
    };

    static OperataDetail? ReadDetail(OperataEvent e) => e.DetailType is not { IsText: true, Text: { } type } ? null : type switch
    {
        OperataEventTypes.CallSummary => Read(e.Detail, OperataJson.Default.CallSummaryDetail),
        OperataEventTypes.InsightsSummary => Read(e.Detail, OperataJson.Default.InsightsSummaryDetail),
        OperataEventTypes.AgentReportedIssue => Read(e.Detail, OperataJson.Default.AgentReportedIssueDetail),
        OperataEventTypes.HeadsetSummary => Read(e.Detail, OperataJson.Default.HeadsetSummaryDetail),
        _ => null,
    };

    static TDetail Read<TDetail>(JsonElement detail, JsonTypeInfo<TDetail> type) where TDetail : OperataDetail, new()
    {
        if (detail.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return new TDetail();
        try
        {
            return detail.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw SchemaBreak.NamingField(e, "detail");
        }
    }
}
