using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace KinesisEnricher.Core.Strategies;

/// <summary>Picks the strategy of an event by its type, among the families that the environment turns on.</summary>
public sealed class StrategyFactory
{
    readonly Dictionary<string, Strategy> _byType = new(StringComparer.Ordinal);
    readonly List<(string Mark, string Type, Strategy Strategy)> _byMark = [];
    ulong _markLengths; // A bit for each length that a mark has: nearly every name is told to be none by it.

    /// <param name="registry">The families that exist.</param>
    /// <param name="families">The families that are on; null turns all on.</param>
    /// <param name="settings">The environment, for families that choose by it.</param>
    /// <exception cref="UnknownStrategyException">A family is not registered; the message names those that are.</exception>
    /// <exception cref="ArgumentException">Two strategies claim the same event type or mark.</exception>
    public StrategyFactory(StrategyRegistry registry, IReadOnlyList<string>? families = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        Families = families ?? registry.Families;
        var unknown = Families.FirstOrDefault(f => !registry.Families.Contains(f, StringComparer.Ordinal));
        if (unknown is not null)
            throw new UnknownStrategyException(unknown, registry.Families);
        Strategies = [.. Families.Distinct(StringComparer.Ordinal).SelectMany(f => registry.Create(f, settings ?? new Dictionary<string, string>()))];
        foreach (var strategy in Strategies)
        {
            foreach (var type in strategy.EventTypes)
            {
                if (!_byType.TryAdd(type, strategy))
                    throw new ArgumentException($"Event type '{type}' is claimed by both '{_byType[type].Family}' and '{strategy.Family}'.");
            }
            var marks = strategy.Marks;
            foreach (var mark in marks)
            {
                if (_byMark.Any(m => m.Mark.Equals(mark, StringComparison.OrdinalIgnoreCase)))
                    throw new ArgumentException($"Mark '{mark}' of '{strategy.Family}' is claimed by another strategy.");
                _byMark.Add((mark, marks[0], strategy));
                _markLengths |= BitOf(mark.Length);
            }
        }
    }

    /// <summary>The families that are on, in order.</summary>
    public IReadOnlyList<string> Families { get; }

    /// <summary>The strategies that are on.</summary>
    public IReadOnlyList<Strategy> Strategies { get; }

    /// <summary>The strategy that handles this event type, or null.</summary>
    public Strategy? Find(string eventType) => _byType.GetValueOrDefault(eventType);

    /// <summary>The strategy that a root member's name marks events for, and their type: its family's first mark, whichever they hold.</summary>
    /// <param name="name">ASCII, in any case.</param>
    /// <param name="type">The events' type.</param>
    /// <param name="strategy">The strategy.</param>
    internal bool TryFindByMark(ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out Strategy? strategy)
    {
        (type, strategy) = (null, null);
        if ((_markLengths & BitOf(name.Length)) == 0)
            return false;
        foreach (var (mark, typeOfMark, marked) in _byMark)
        {
            if (name.Length != mark.Length || !Ascii.EqualsIgnoreCase(name, mark))
                continue;
            (type, strategy) = (typeOfMark, marked);
            return true;
        }
        return false;
    }

    static ulong BitOf(int length) => 1UL << Math.Min(length, 63);

    internal bool TryFind(ReadOnlySpan<byte> eventType, out string type, out Strategy? strategy)
    {
        // Types are few and short: no string is made for one that is known.
        Span<char> chars = stackalloc char[128];
        if (eventType.Length <= chars.Length && Encoding.UTF8.TryGetChars(eventType, chars, out var length)
            && _byType.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars[..length], out type!, out strategy))
            return true;
        type = Encoding.UTF8.GetString(eventType);
        strategy = null;
        return false;
    }
}
