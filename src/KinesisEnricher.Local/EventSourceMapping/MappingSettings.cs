using System.Globalization;
using System.Text.Json;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>
/// A mapping's settings as text, by the names of the template's event: those of the template, and over them those of the command line. Ranges are those of
/// CreateEventSourceMapping.
/// </summary>
sealed class MappingSettings
{
    const string ResponseTypes = "FunctionResponseTypes", ReportFailures = "ReportBatchItemFailures", Criteria = "FilterCriteria";

    readonly Dictionary<string, (string Value, string Source)> _values = new(StringComparer.Ordinal);
    readonly List<(string Pattern, string Source)> _filters = [];

    /// <summary>What the template has that cannot be taken. It is no fault once an option stands in its place.</summary>
    readonly Dictionary<string, UsageException> _wrong = new(StringComparer.Ordinal);

    /// <summary>True when batches that are given up are told of somewhere.</summary>
    public bool HasDestination { get; private set; }

    public static MappingSettings From(MappingTemplate? template, string source)
    {
        var settings = new MappingSettings();
        foreach (var (name, value) in template?.Event ?? new Dictionary<string, JsonElement>())
            settings.Take(name, value, $"{name} of {source}");
        return settings;
    }

    /// <summary>Sets one, over the template's. A filter is added to those set before.</summary>
    /// <param name="name">Its name in a template.</param>
    /// <param name="value">Its value.</param>
    /// <param name="source">What messages call it.</param>
    public void Set(string name, string value, string source)
    {
        _values[name] = (value, source);
        _wrong.Remove(name);
    }

    /// <summary>Replaces the filters.</summary>
    public void SetFilters(IEnumerable<string> patterns, string source)
    {
        _filters.Clear();
        _filters.AddRange(patterns.Select(p => (p, source)));
        _wrong.Remove(Criteria);
    }

    /// <exception cref="UsageException">A value is not allowed. The message says where it is from, what it is and what is allowed.</exception>
    public MappingOptions Build(string streamArn, string functionArn)
    {
        foreach (var wrong in _wrong.Values)
            throw wrong;
        var options = new MappingOptions
        {
            StreamArn = streamArn,
            FunctionArn = functionArn,
            BatchSize = Int("BatchSize", 100, 1, 10_000),
            BatchingWindow = TimeSpan.FromSeconds(Int("MaximumBatchingWindowInSeconds", 0, 0, 300)),
            ParallelizationFactor = Int("ParallelizationFactor", 1, 1, 10),
            MaximumRetryAttempts = Int("MaximumRetryAttempts", -1, -1, 10_000) is >= 0 and var attempts ? attempts : null,
            MaximumRecordAge = Age(),
            BisectBatchOnFunctionError = Flag("BisectBatchOnFunctionError"),
            ReportBatchItemFailures = ReportsFailures(),
            TumblingWindow = Int("TumblingWindowInSeconds", 0, 0, 900) is > 0 and var window ? TimeSpan.FromSeconds(window) : null,
            Filter = Filter(),
            StartingPosition = Position(),
        };
        return options is { TumblingWindow: not null, ParallelizationFactor: > 1 }
            ? throw new UsageException("A tumbling window's state belongs to a shard: with TumblingWindowInSeconds, ParallelizationFactor must be 1.")
            : options;
    }

    void Take(string name, JsonElement value, string source)
    {
        switch (name)
        {
            case ResponseTypes:
                JsonElement[] types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
                if (types.Select(type => type.ToString()).FirstOrDefault(type => type != ReportFailures) is { } wrong)
                    _wrong[name] = new UsageException($"{source} has '{wrong}'; allowed: {ReportFailures}.");
                else if (types.Length > 0)
                    Set(name, ReportFailures, source);
                break;
            case Criteria:
                TakeFilters(value, source);
                break;
            case "DestinationConfig":
                HasDestination = true;
                break;
            default:
                Set(name, value.ToString(), source);
                break;
        }
    }

    void TakeFilters(JsonElement criteria, string source)
    {
        try
        {
            if (criteria.TryGetProperty("Filters"u8, out var filters))
                _filters.AddRange(filters.EnumerateArray().Select(f => (f.GetProperty("Pattern"u8).GetString() ?? throw new InvalidOperationException("A pattern is null."), source)));
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            _wrong[Criteria] = new UsageException($$"""{{source}} is '{{criteria.GetRawText()}}'; allowed: {"Filters":[{"Pattern":"..."}]}, each pattern a text.""", e);
        }
    }

    TimeSpan? Age()
    {
        const string name = "MaximumRecordAgeInSeconds";
        var seconds = Int(name, -1, -1, 604_800);
        return seconds switch
        {
            -1 => null,
            >= 60 => TimeSpan.FromSeconds(seconds),
            _ => throw Wrong(name, "-1, or 60 to 604800"),
        };
    }

    int Int(string name, int fallback, int min, int max)
    {
        if (!_values.TryGetValue(name, out var setting))
            return fallback;
        return int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"));
    }

    bool Flag(string name) =>
        _values.TryGetValue(name, out var setting) && (bool.TryParse(setting.Value, out var flag) ? flag : throw Wrong(name, "true, false"));

    bool ReportsFailures() => _values.TryGetValue(ResponseTypes, out var setting) && setting.Value switch
    {
        ReportFailures => true,
        "none" => false,
        _ => throw Wrong(ResponseTypes, $"{ReportFailures}, none"),
    };

    FilterCriteria? Filter()
    {
        try
        {
            return FilterCriteria.Parse([.. _filters.Select(f => f.Pattern)]);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{_filters[0].Source}: {e.Message}", e);
        }
    }

    StartingPosition Position()
    {
        const string name = "StartingPosition", timestamp = "StartingPositionTimestamp";
        const string allowed = "TRIM_HORIZON, LATEST, a time such as 2026-01-31T12:00:00Z";
        if (!_values.TryGetValue(name, out var setting))
            return StartingPosition.TrimHorizon;
        return setting.Value switch
        {
            "TRIM_HORIZON" => StartingPosition.TrimHorizon,
            "LATEST" => StartingPosition.Latest,
            "AT_TIMESTAMP" when _values.TryGetValue(timestamp, out var seconds)
                && double.TryParse(seconds.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var unix) => StartingPosition.AtTimestamp(DateTimeOffset.UnixEpoch.AddSeconds(unix)),
            var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => StartingPosition.AtTimestamp(time),
            _ => throw Wrong(name, allowed),
        };
    }

    UsageException Wrong(string name, string allowed) => new($"{_values[name].Source} is '{_values[name].Value}'; allowed: {allowed}.");
}
