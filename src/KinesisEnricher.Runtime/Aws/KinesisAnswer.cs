using System.Text.Json;

namespace KinesisEnricher.Runtime.Aws;

/// <summary>An answer of Kinesis. A member that must be there and is not makes a <see cref="KinesisException"/>.</summary>
readonly struct KinesisAnswer : IDisposable
{
    const long TicksPerSecond = TimeSpan.TicksPerSecond;

    readonly JsonDocument? _owned;
    readonly JsonElement _value;

    KinesisAnswer(JsonDocument? owned, JsonElement value)
    {
        _owned = owned;
        _value = value;
    }

    /// <param name="utf8">The body of an answer that says success; empty where there is nothing to say.</param>
    public static KinesisAnswer Parse(byte[] utf8)
    {
        if (utf8.Length == 0)
            return default;
        try
        {
            var document = JsonDocument.Parse(utf8);
            return new KinesisAnswer(document, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new KinesisException(KinesisFault.Unavailable, null, $"What answered is not Kinesis: {e.Message}", e);
        }
    }

    /// <summary>The failure that an answer tells of.</summary>
    public static KinesisException FaultOf(HttpResponseMessage response, byte[] utf8)
    {
        var status = (int)response.StatusCode;
        string? code = null;
        string? message = null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var answer = new KinesisAnswer(null, document.RootElement);
            code = answer.Text("__type");
            message = answer.Text("message") ?? answer.Text("Message");
        }
        catch (JsonException)
        {
            // A proxy or a load balancer on the way answers in a language of its own: the status says what there is to say.
        }
        if (code is null && response.Headers.TryGetValues("x-amzn-ErrorType", out var types))
            code = types.First();
        // Both may carry a namespace before and an address behind: com.amazonaws.kinesis#Code:http://…
        code = code?[(code.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];
        return new KinesisException(KinesisException.FaultOf(code, status), code, message ?? $"HTTP {status} {response.ReasonPhrase}");
    }

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public string NeededText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>This value itself.</summary>
    public string AsText() => _value.ValueKind == JsonValueKind.String ? _value.GetString()! : throw Missing("a text");

    /// <summary>An integer; 0 when there is none.</summary>
    public long Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    public byte[] Bytes(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.TryGetBytesFromBase64(out var bytes) ? bytes : throw Missing(name);

    /// <summary>Seconds since 1970 with a fraction.</summary>
    public DateTimeOffset Time(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var seconds)
        ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TicksPerSecond))
        : throw Missing(name);

    public KinesisAnswer Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? new KinesisAnswer(null, value) : throw Missing(name);

    public IReadOnlyList<T> Records<T>(string name, Func<KinesisAnswer, T> read)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array)
            throw Missing(name);
        var records = new List<T>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
            records.Add(read(new KinesisAnswer(null, element)));
        return records;
    }

    public void Dispose() => _owned?.Dispose();

    JsonElement? Find(string name) => _value.ValueKind == JsonValueKind.Object && _value.TryGetProperty(name, out var value) ? value : null;

    static KinesisException Missing(string name) => new(KinesisFault.Unavailable, null, $"What answered is not Kinesis: its answer lacks {name}.");
}
