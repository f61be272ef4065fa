using System.Diagnostics.CodeAnalysis;

namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Look-up answers in memory, bounded. Two generations: when the young one has half of what is allowed it becomes the old one, and the old one goes; what is
/// asked for stays young. That is the least recently used going first, near enough, without a list to keep in order.
/// </summary>
sealed class LookUpMemory(LookUpCacheOptions options)
{
    readonly Lock _gate = new();
    Dictionary<LookUpKey, LookUpEntry> _young = [];
    Dictionary<LookUpKey, LookUpEntry> _old = [];
    int _youngBytes;

    public bool TryGet(LookUpKey key, DateTimeOffset now, [NotNullWhen(true)] out LookUpEntry? entry)
    {
        lock (_gate)
        {
            if (!_young.TryGetValue(key, out entry))
            {
                if (!_old.Remove(key, out entry))
                    return false;
                Add(key, entry);
            }
            if (options.IsFresh(entry, now))
                return true;
            Remove(key);
            return false;
        }
    }

    public void Set(LookUpKey key, LookUpEntry entry)
    {
        lock (_gate)
        {
            Remove(key);
            Add(key, entry);
        }
    }

    void Add(LookUpKey key, LookUpEntry entry)
    {
        if (_young.Count >= options.MaxEntries / 2 || _youngBytes > options.MaxBytes / 2)
        {
            (_old, _young) = (_young, []);
            _youngBytes = 0;
        }
        _young[key] = entry;
        _youngBytes += SizeOf(entry);
    }

    void Remove(LookUpKey key)
    {
        _old.Remove(key);
        if (_young.Remove(key, out var entry))
            _youngBytes -= SizeOf(entry);
    }

    static int SizeOf(LookUpEntry entry) => entry.Json?.Length ?? 0;
}
