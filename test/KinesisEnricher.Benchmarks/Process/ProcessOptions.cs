using System.Globalization;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>What the commands that measure whole processes take.</summary>
sealed record ProcessOptions
{
    public int Rounds { get; private init; } = 3;
    public int Batches { get; private init; } = 1000;
    public int Records { get; private init; } = 500;
    public int Users { get; private init; } = 200;
    public int Padding { get; private init; }
    public bool IsJson { get; private init; }

    /// <summary>Gets the table as Markdown.</summary>
    public string? OutFile { get; private init; }

    /// <summary>Programs by name; empty for this function and its peers.</summary>
    public IReadOnlyList<Subject> Subjects { get; private init; } = [];

    /// <returns>The options; null, and a message, when they are none.</returns>
    public static ProcessOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new ProcessOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            ProcessOptions? next = args[i] switch
            {
                "--rounds" when number > 0 => options with { Rounds = number },
                "--batches" when number > 9 => options with { Batches = number },
                "--records" when number is > 0 and <= 10_000 => options with { Records = number },
                "--users" when number > 0 => options with { Users = number },
                "--padding" when isNumber => options with { Padding = number },
                "--output" when value is "text" or "json" => options with { IsJson = value == "json" },
                "--out" when value.Length > 0 => options with { OutFile = value },
                _ => null,
            };
            if (next is not null)
            {
                (options, i) = (next, i + 1);
                continue;
            }
            if (args[i].StartsWith("--", StringComparison.Ordinal) || args[i].Split('=', 2) is not [var name, var command])
            {
                Console.Error.WriteLine(
                    $"{args[i]} {value}: allowed are --rounds N, --batches N (10 or more), --records N (1 to 10000), --users N, --padding BYTES, --output text|json, --out FILE, NAME=COMMAND.");
                return null;
            }
            var subject = new Subject(name, command.Split(' ', StringSplitOptions.RemoveEmptyEntries)).With("OUTPUT", "none");
            options = options with { Subjects = [.. options.Subjects, subject] };
        }
        return options;
    }
}
