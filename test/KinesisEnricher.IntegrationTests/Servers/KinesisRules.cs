using System.Text;
using System.Text.Json.Nodes;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>What a proxy before a Kinesis may do.</summary>
static class KinesisRules
{
    /// <summary>Kinesis under load: of a PutRecords call's records some are refused, and those behind them are taken all the same.</summary>
    /// <param name="isRefused">Told the call's number, from 1, and the record as it was put.</param>
    public static HttpRule Refuse(Func<int, JsonNode, bool> isRefused)
    {
        var call = 0;
        return async (request, forward) =>
        {
            if (request.Operation != "PutRecords")
                return await forward(request);
            call++;
            var body = JsonNode.Parse(request.Body.Span)!;
            var records = body["Records"]!.AsArray();
            var refused = records.Select(record => isRefused(call, record!)).ToArray();
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
        };
    }
}
