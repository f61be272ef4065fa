using System.Globalization;
using System.Text;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Valid Lambda events, as odd as JSON lets them be: any order, case, spacing and escaping, unknown and duplicate members.</summary>
sealed class EventGenerator(Random random)
{
    static readonly string[] Texts = ["", "a", "u-4411", "key with space", "ä", "😀", "\"quoted\"", "back\\slash", "tab\there", "a/b", "\u2028", "Records"];

    public string ValidEvent()
    {
        var members = new List<(string, string)>();
        for (var i = Chance(10) ? 2 : 1; i > 0; i--)
            members.Add(("Records", Chance(20) ? "null" : List(() => Record(), random.Next(8))));
        AddUnknown(members);
        return (Chance(5) ? " \n" : "") + Object(members) + (Chance(5) ? "\r\n\t" : "");
    }

    string Record()
    {
        var members = new List<(string, string)>();
        AddSometimesTwice(members, "kinesis", Kinesis);
        if (!Chance(10))
            AddSometimesTwice(members, "eventID", () => String($"shardId-{random.Next(3):D12}:{random.Next()}"));
        if (!Chance(10))
            AddSometimesTwice(members, "eventSourceARN", () => String($"arn:aws:kinesis:eu-central-1:123456789012:stream/{random.Next(2)}"));
        AddUnknown(members);
        return Object(members);
    }

    string Kinesis()
    {
        var members = new List<(string, string)>();
        AddSometimesTwice(members, "data", Data);
        AddSometimesTwice(members, "sequenceNumber", () => String(new string('4', random.Next(1, 57))));
        if (!Chance(10))
            AddSometimesTwice(members, "partitionKey", () => String(Texts[random.Next(Texts.Length)]));
        if (!Chance(10))
            AddSometimesTwice(members, "approximateArrivalTimestamp", Arrival);
        AddUnknown(members);
        return Object(members);
    }

    string Data()
    {
        var bytes = new byte[random.Next(4) == 0 ? random.Next(3) : random.Next(60)];
        random.NextBytes(bytes);
        var text = Convert.ToBase64String(bytes);
        if (text.Length > 0 && Chance(10))
            text = text.Insert(random.Next(text.Length), random.Next(2) == 0 ? " " : "\r\n");
        return String(text);
    }

    string Arrival() => random.Next(4) switch
    {
        0 => "null",
        1 => random.Next().ToString(CultureInfo.InvariantCulture),
        2 => $"{random.Next()}.{random.Next(1000):D3}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 10)}.{random.Next():D10}E+{random.Next(10)}"),
    };

    void AddSometimesTwice(List<(string, string)> members, string name, Func<string> value)
    {
        for (var i = Chance(10) ? 2 : 1; i > 0; i--)
            members.Add((name, value()));
    }

    void AddUnknown(List<(string, string)> members)
    {
        for (var i = random.Next(3); i > 0; i--)
            members.Add((((string[])["x", "awsRegion", "dat", "encryptionType", "Recordss", "ключ"])[random.Next(6)], Unknown(depth: 0)));
    }

    string Unknown(int depth) => random.Next(depth > 3 ? 5 : 7) switch
    {
        0 => "null",
        1 => "true",
        2 => "-1.5e3",
        3 => String(Texts[random.Next(Texts.Length)]),
        4 => "\"shardId-1:2\"",
        5 => List(() => Unknown(depth + 1), random.Next(3)),
        _ => Object([("data", Unknown(depth + 1)), ("kinesis", Unknown(depth + 1))]),
    };

    string Object(List<(string Name, string Value)> members)
    {
        // Any order: of duplicates the last one counts, whichever that is then.
        var shuffled = members.ToArray();
        random.Shuffle(shuffled);
        return "{" + string.Join(',', shuffled.Select(member => $"{Space()}{String(Case(member.Name))}{Space()}:{Space()}{member.Value}{Space()}")) + "}";
    }

    string List(Func<string> entry, int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(_ => Space() + entry() + Space())) + "]";

    string String(string text)
    {
        var escapeAll = Chance(5);
        var json = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (escapeAll || character < ' ' || character is '"' or '\\' || Chance(3))
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else if (character == '/' && Chance(50))
                json.Append("\\/");
            else if (char.IsSurrogate(character))
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                json.Append(character);
        }
        return json.Append('"').ToString();
    }

    string Case(string name) => Chance(85) ? name : random.Next(2) == 0 ? name.ToUpperInvariant() : name.ToLowerInvariant();

    string Space() => Chance(90) ? "" : ((string[])[" ", "\n", "\r\n", "\t "])[random.Next(4)];

    bool Chance(int percent) => random.Next(100) < percent;
}
