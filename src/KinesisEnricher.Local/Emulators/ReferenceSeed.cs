using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.DynamoDb;

namespace KinesisEnricher.Local.Emulators;

/// <summary>Puts reference data into the table, where look-ups find it.</summary>
static class ReferenceSeed
{
    /// <returns>How many entries were put.</returns>
    public static async Task<int> PutAsync(IAmazonDynamoDB client, string table, MemoryLookUpSource reference, CancellationToken cancellationToken)
    {
        foreach (var (key, json) in reference.Entries)
        {
            var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["pk"] = new(DynamoDbLookUpSource.ItemKeyOf(key)) };
            AttributeJson.AddFields(item, json.Span);
            await client.PutItemAsync(new PutItemRequest(table, item), cancellationToken);
        }
        return reference.Count;
    }
}
