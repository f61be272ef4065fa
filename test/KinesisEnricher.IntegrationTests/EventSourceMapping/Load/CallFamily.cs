using System.Globalization;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>What a contact centre tells of its calls. Nothing is kept of it.</summary>
sealed class CallFamily : LoadFamily
{
    const int Agents = 8;

    int _calls;

    public override LoadEvent Next(Random random)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"call-{++_calls}");
        return new LoadEvent($"agent-{random.Next(Agents)}", Utf8(
            $$$"""
            {"version":"0","id":"{{{id}}}","detail-type":"InsightsSummary","source":"aws.partner/operata.com/group-0042/events","time":"2026-01-01T00:00:00Z",
            "detail":{"contact":{"id":{"current":"{{{id}}}" } },"insights":{"count":{{{random.Next(5)}}},"tags":[] } } }
            """), Id: id);
    }
}
