using System.Text;
using System.Text.Json.Nodes;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>Kinesis under load: of a PutRecords call some records are refused, and those behind them are taken all the same.</summary>
static class RefusedRecords
{
    /// <param name="request">Any request; only PutRecords is meddled with.</param>
    /// <param name="forward">Passes on what is left of it.</param>
    /// <param name="isRefused">Told a record's index in the call, and the record.</param>
    public static async Task<ProxiedResponse?> AnswerAsync(
        ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward, Func<int, JsonNode, bool> isRefused)
    {
        if (request.Operation != "PutRecords")
            return await forward(request);
        var body = JsonNode.Parse(request.Body.Span)!;
        var records = body["Records"]!.AsArray();
        var refused = records.Select((record, i) => isRefused(i, record!)).ToArray();
        if (!refused.Contains(true))
            return await forward(request);

        body["Records"] = new JsonArray([.. records.Where((_, i) => !refused[i]).Select(record => record!.DeepClone())]);
        var taken = new Queue<JsonNode>();
        if (refused.Contains(false))
        {
            var answer = await forward(request with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) });
            foreach (var result in JsonNode.Parse(answer.Body.Span)!["Records"]!.AsArray())
                taken.Enqueue(result!.DeepClone());
        }
        var results = refused.Select(isOut => isOut
            ? new JsonObject { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = "Rate exceeded for shard." }
            : taken.Dequeue());
        return ProxiedResponse.Json(200, new JsonObject { ["FailedRecordCount"] = refused.Count(isOut => isOut), ["Records"] = new JsonArray([.. results]) }.ToJsonString());
    }
}
