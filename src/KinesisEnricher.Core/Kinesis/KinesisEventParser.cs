using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>
/// One forward pass over the event. It changes nothing: <see cref="KinesisRecord.Data"/> of what it returns is still the JSON string as it came, quotes
/// included, or, for fault <see cref="FaultReasons.Record"/>, the record's JSON.
/// </summary>
ref struct KinesisEventParser
{
    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    const int LongestName = 27; // approximateArrivalTimestamp

    /// <summary>The largest batch that a Kinesis event source mapping sends.</summary>
    const int LargestBatch = 10_000;

    /// <summary>Keys come again in the next event.</summary>
    static readonly RecentTexts PartitionKeys = new();

    readonly ReadOnlyMemory<byte> _whole;
    readonly int _skipped;
    readonly ShardTable _shards = new();
    readonly RecordShape? _shape = new();

    // What _json reads: the event, or, from the last record that was compared and not parsed, the rest of it.
    ReadOnlyMemory<byte> _event;
    Utf8JsonReader _json;

    // Plain members and arrays: the runtime compiles a collection of structs of ours anew at every cold start.
    KinesisRecord[] _records = [];
    int _count;
    string _arn = "";
    string _shardId = "";

    public KinesisEventParser(ReadOnlyMemory<byte> utf8Event)
    {
        _skipped = utf8Event.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        _whole = utf8Event;
        _event = utf8Event[_skipped..];
        _json = new Utf8JsonReader(_event.Span);
    }

    /// <param name="utf8Event">The event.</param>
    /// <param name="shape">Null for one that parses every record.</param>
    public KinesisEventParser(ReadOnlyMemory<byte> utf8Event, RecordShape? shape) : this(utf8Event) => _shape = shape;

    /// <summary>True when a record was compared with another, and not parsed.</summary>
    public bool HasCompared { get; private set; }

    /// <summary>An array for the records, empty ones only; a larger one is made when they do not fit.</summary>
    public KinesisRecord[] Room { init => _records = value; }

    /// <returns>The records, and room for more behind them; how many they are is <paramref name="count"/>.</returns>
    public KinesisRecord[] Parse(out int count, out ReadOnlyMemory<byte>? windowState)
    {
        if (_event.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw new InvalidKinesisEventException("The event is empty; a JSON object is expected at byte 0.");
        try
        {
            ParseEvent(out windowState);
            count = _count;
            return _records;
        }
        catch (Exception fault) when (HasCompared && fault is JsonException or InvalidKinesisEventException)
        {
            return new KinesisEventParser(_whole, shape: null).Parse(out count, out windowState); // Which finds the same fault, and knows where it is.
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    void ParseEvent(out ReadOnlyMemory<byte>? windowState)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
            throw Unexpected("The event", "a JSON object");

        ReadOnlyMemory<byte>? state = null;
        var hasWindow = false;
        while (NextMember())
        {
            if (NameIs("Records"u8))
            {
                _json.Read();
                ParseRecords();
            }
            else if (NameIs("window"u8))
            {
                _json.Read();
                hasWindow = _json.TokenType != JsonTokenType.Null;
                _json.Skip();
            }
            else if (NameIs("state"u8))
            {
                _json.Read();
                state = SkipValue();
            }
            else
            {
                _json.Skip();
            }
        }

        // Anything behind the object is an error of the reader's own.
        _json.Read();
        windowState = hasWindow ? state : null;
    }

    void ParseRecords()
    {
        // Of two lists, the last one counts.
        Array.Clear(_records, 0, _count);
        _count = 0;
        if (_json.TokenType == JsonTokenType.Null)
            return;
        if (_json.TokenType != JsonTokenType.StartArray)
            throw Unexpected("Records", "a list");

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            var start = _json.TokenStartIndex;
            var record = ParseRecord();
            Next((int)(_json.BytesConsumed - start)) = record;
            if (_shape is { IsKnown: true })
                CompareRecords(_shape);
        }
    }

    /// <summary>Takes the records that follow and are written as the last one was.</summary>
    void CompareRecords(RecordShape shape)
    {
        var rest = _event[(int)_json.BytesConsumed..];
        var parsed = rest.Length;
        while (rest.Length > 0 && rest.Span[0] == (byte)',' && shape.TryRead(rest[1..], PartitionKeys, out var record, out var length))
        {
            Next(length) = record;
            rest = rest[(1 + length)..];
        }
        if (rest.Length == parsed)
            return;

        // The parser goes on behind them as if it had just read the last of them.
        HasCompared = true;
        _event = rest;
        _json = new Utf8JsonReader(rest.Span, isFinalBlock: true, _json.CurrentState);
    }

    /// <summary>The place of the next record, of which there are <paramref name="length"/> bytes of JSON.</summary>
    ref KinesisRecord Next(int length)
    {
        // Records are much alike: by the first one's length it is told how many there are going to be, and a few more for shorter ones.
        if (_count == _records.Length)
            Array.Resize(ref _records, _count > 0 ? 2 * _count : (int)Math.Clamp(_event.Length * 9L / 8 / length, 1, LargestBatch));
        return ref _records[_count++];
    }

    KinesisRecord ParseRecord()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            var fault = RecordFaults.NotAnObject(Kind());
            return KinesisBatchBuilder.Unreadable(_shards.Get("", ""), SkipValue(), fault);
        }

        var start = (int)_json.TokenStartIndex;
        _shape?.Begin();
        var arn = "";
        var shardId = "";
        var fields = new KinesisFields { DataFault = RecordFaults.NoKinesis };
        var hasKinesis = false;
        while (NextMember())
        {
            if (NameIs("kinesis"u8))
            {
                if (hasKinesis)
                    _shape?.Spoil(); // The last one counts, and what was noted of the one before does not.
                hasKinesis = true;
                _json.Read();
                fields = ParseKinesis();
            }
            else if (NameIs("eventID"u8))
            {
                _json.Read();
                shardId = ShardId();
            }
            else if (NameIs("eventSourceARN"u8))
            {
                _json.Read();
                arn = Arn();
            }
            else
            {
                _json.Skip();
            }
        }

        var shard = _shards.Get(arn, shardId);
        var json = _event[start..(int)_json.BytesConsumed];
        var recordFault = fields.DataFault ?? fields.SequenceNumberFault ?? fields.PartitionKeyFault;
        if (recordFault is null)
            _shape?.End(json, start, shard);
        return new KinesisRecord
        {
            Shard = shard,
            SequenceNumber = fields.SequenceNumber,
            PartitionKey = fields.PartitionKey ?? "",
            Data = fields.DataFault is null ? fields.Data : json,
            ArrivalTime = fields.ArrivalTime,
            Fault = recordFault,
        };
    }

    KinesisFields ParseKinesis()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            var fault = _json.TokenType == JsonTokenType.Null ? RecordFaults.NoKinesis : RecordFaults.KinesisNotAnObject(Kind());
            _json.Skip();
            return new KinesisFields { DataFault = fault };
        }

        var fields = new KinesisFields { DataFault = RecordFaults.NoData, SequenceNumberFault = RecordFaults.NoSequenceNumber };
        while (NextMember())
        {
            if (NameIs("data"u8))
            {
                _json.Read();
                fields.DataFault = _json.TokenType switch
                {
                    JsonTokenType.String => null,
                    JsonTokenType.Null => RecordFaults.NoData,
                    _ => RecordFaults.DataNotText(Kind()),
                };
                Note(RecordShape.Value.Data, JsonTokenType.String);
                fields.Data = SkipValue();
            }
            else if (NameIs("sequenceNumber"u8))
            {
                _json.Read();
                Note(RecordShape.Value.SequenceNumber, JsonTokenType.String);
                ParseSequenceNumber(ref fields);
            }
            else if (NameIs("partitionKey"u8))
            {
                _json.Read();
                Note(RecordShape.Value.PartitionKey, JsonTokenType.String);
                fields.PartitionKey = PartitionKey();
                fields.PartitionKeyFault =
                    fields.PartitionKey is null && _json.TokenType != JsonTokenType.Null ? RecordFaults.UnreadablePartitionKey : null;
            }
            else if (NameIs("approximateArrivalTimestamp"u8))
            {
                _json.Read();
                Note(RecordShape.Value.ArrivalTime, JsonTokenType.Number);
                fields.ArrivalTime = _json.TokenType == JsonTokenType.Number && _json.TryGetDecimal(out var value) ? UnixTime.ToDateTimeOffset(value) : null;
                _json.Skip();
            }
            else
            {
                _json.Skip();
            }
        }
        return fields;
    }

    void ParseSequenceNumber(ref KinesisFields fields)
    {
        fields.SequenceNumber = _json.TokenType != JsonTokenType.String ? default
            : !_json.ValueIsEscaped ? new SequenceNumber(Value())
            : TryGetString() is { } text ? SequenceNumber.Parse(text)
            : default;
        fields.SequenceNumberFault = fields.SequenceNumber.IsUsable ? null
            : _json.TokenType == JsonTokenType.Null ? RecordFaults.NoSequenceNumber
            : RecordFaults.NotDigits;
        _json.Skip();
    }

    /// <summary>Notes the value in hand for the records that are written as this one is.</summary>
    readonly void Note(RecordShape.Value value, JsonTokenType type)
    {
        if (_json.TokenType == type && !_json.ValueIsEscaped)
            _shape?.Note(value, (int)_json.TokenStartIndex + (type == JsonTokenType.String ? 1 : 0), _json.ValueSpan.Length);
        else
            _shape?.Spoil();
    }

    string ShardId()
    {
        if (_json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped)
        {
            var value = Value();
            var colon = value.Span.IndexOf((byte)':');
            if (colon < 0)
                _shape?.Spoil();
            else
                _shape?.Note(RecordShape.Value.EventNumber, (int)_json.TokenStartIndex + 1 + colon + 1, value.Length - colon - 1);
            return colon < 0 ? "" : Same(ref _shardId, value.Span[..colon]);
        }
        _shape?.Spoil();
        var text = _json.TokenType == JsonTokenType.String ? TryGetString() : null;
        _json.Skip();
        return text is null ? "" : ShardTable.ShardIdOf(text);
    }

    /// <summary>The string in hand, or null when the value is none, or none of Unicode characters.</summary>
    string? PartitionKey()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.Skip();
            return null;
        }
        return _json.ValueIsEscaped || !Utf8.IsValid(_json.ValueSpan) ? TryGetString() : PartitionKeys.Get(_json.ValueSpan);
    }

    string Arn()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.Skip();
            return "";
        }
        return _json.ValueIsEscaped || !Ascii.IsValid(_json.ValueSpan) ? TryGetString() ?? "" : Same(ref _arn, _json.ValueSpan);
    }

    /// <summary>The records of an event have the same stream and the same shard: one string does for all.</summary>
    static string Same(ref string last, ReadOnlySpan<byte> text) => Ascii.Equals(text, last) ? last : last = Encoding.UTF8.GetString(text);

    readonly string? TryGetString()
    {
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half of a surrogate pair.
            return null;
        }
    }

    /// <summary>The bytes between the quotes of the string in hand.</summary>
    readonly ReadOnlyMemory<byte> Value() => _event.Slice((int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);

    /// <summary>Passes over the value in hand.</summary>
    /// <returns>Its JSON.</returns>
    ReadOnlyMemory<byte> SkipValue()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return _event[start..(int)_json.BytesConsumed];
    }

    bool NextMember() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    readonly bool NameIs(ReadOnlySpan<byte> name)
    {
        if (!_json.ValueIsEscaped)
            return _json.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(_json.ValueSpan, name);

        // The longest that an escape makes of a character is \u0041.
        if (_json.ValueSpan.Length > LongestName * 6)
            return false;
        Span<byte> unescaped = stackalloc byte[LongestName * 6];
        try
        {
            return Ascii.EqualsIgnoreCase(unescaped[.._json.CopyString(unescaped)], name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    readonly string Kind() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };

    readonly InvalidKinesisEventException Unexpected(string what, string expected) =>
        new($"{what} is {Kind()} at byte {_skipped + _json.TokenStartIndex}; {expected} is expected.");

    readonly InvalidKinesisEventException NotJson(JsonException exception)
    {
        // The reader counts lines; people who look into a payload of one line count bytes.
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
            offset += _event.Span[offset..].IndexOf((byte)'\n') + 1;
        var at = _skipped + offset + (exception.BytePositionInLine ?? 0);

        var message = exception.Message;
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (position >= 0)
            message = message[..position];
        return new InvalidKinesisEventException($"The event is not JSON, at byte {at}: {message}", exception);
    }

    /// <summary>The members of <c>kinesis</c>, each with what is wrong with it: of duplicates the last one counts, and its fault with it.</summary>
    struct KinesisFields
    {
        public ReadOnlyMemory<byte> Data;
        public Fault? DataFault;
        public SequenceNumber SequenceNumber;
        public Fault? SequenceNumberFault;
        public string? PartitionKey;
        public Fault? PartitionKeyFault;
        public DateTimeOffset? ArrivalTime;
    }
}
