using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.DynamoDb;

/// <summary>
/// Reference data in DynamoDB, whoever wrote it: the item of source <c>asset</c> and key <c>k</c> is <c>ASSET#k</c>, and its value an object of its attributes
/// but those that items have for themselves. Sets are arrays, binary is base64.
/// </summary>
public sealed class DynamoDbLookUpSource(DynamoDbTable table) : ILookUpSource
{
    public async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        var items = await table.ReadAsync(keys.Select(ItemKeyOf), freshness == Freshness.Authoritative, cancellationToken).ConfigureAwait(false);
        var found = new LookUpAnswers(keys.Count) { RoundTrips = DynamoDbTable.CallsFor(keys.Count) };
        foreach (var key in keys)
        {
            if (items.TryGetValue(ItemKeyOf(key), out var item))
                found[key] = item is null ? default(ReadOnlyMemory<byte>?) : AttributeJson.FieldsOf(item); // A bare null would become empty memory.
        }
        found.FromSource = found.Count;
        return found;
    }

    /// <summary>The <c>pk</c> of a look-up key's item.</summary>
    public static string ItemKeyOf(LookUpKey key) => $"{key.Source.ToUpperInvariant()}#{key.Key}";
}
