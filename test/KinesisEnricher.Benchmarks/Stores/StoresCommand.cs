using System.Globalization;

namespace KinesisEnricher.Benchmarks.Stores;

/// <summary><c>stores [--rounds N] [--batches N] [--output text|json] [--out FILE]</c>: what batching saves on real servers.</summary>
static class StoresCommand
{
    const string Usage = "Allowed: --rounds N, --batches N, --output text|json, --out FILE.";

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (rounds, batches, isJson, outFile) = (5, 6, false, (string?)null);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            switch (args[i])
            {
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds > 0:
                case "--batches" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out batches) && batches > 0:
                    break;
                case "--output" when value is "text" or "json":
                    isJson = value == "json";
                    break;
                case "--out" when value.Length > 0:
                    outFile = value;
                    break;
                default:
                    Console.Error.WriteLine($"{args[i]} {value}: {Usage}");
                    return 2;
            }
        }

        var report = StoresReport.Of(await new StoresBenchmark(rounds, batches).RunAsync(Console.Error.WriteLine));
        Console.WriteLine(isJson ? report.ToJson() : report.ToMarkdown());
        if (outFile is not null)
            await File.WriteAllTextAsync(outFile, report.ToMarkdown());
        return 0;
    }
}
