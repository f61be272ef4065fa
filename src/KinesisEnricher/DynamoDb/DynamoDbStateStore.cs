using System.Runtime.ExceptionServices;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.DynamoDb;

/// <summary>
/// Keeps state in DynamoDB: an item per entity that a person can read in the console, its fields as native attributes beside <c>pk</c>, <c>v</c>, <c>rev</c> and
/// <c>marks</c>. Reads are consistent, writes conditional. An item past its time to live counts as present.
/// </summary>
public sealed class DynamoDbStateStore(DynamoDbTable table) : IStateStore, IDisposable
{
    public async ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var read = await table.ReadAsync(keys, consistent: true, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, StateItem?>(read.Count, StringComparer.Ordinal);
        FormatException? fault = null;
        foreach (var (key, attributes) in read)
        {
            try
            {
                found[key] = attributes is null ? null : StateItems.FromAttributes(key, attributes);
            }
            catch (FormatException e)
            {
                fault = e; // The others are not to suffer: this one is asked for again, alone, and then says why.
            }
        }
        if (found.Count == 0 && fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return found;
    }

    public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(item.Rev, 1);
        return new(table.TryPutAsync(StateItems.ToAttributes(item), item.Rev - 1, cancellationToken));
    }

    /// <summary>Closes the table's client.</summary>
    public void Dispose() => table.Dispose();
}
