using System.Globalization;
using System.Text;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary><c>process [--batches N] [--records N] [--rounds N] [--out FILE] NAME=COMMAND…</c>: measures programs in one run, round by round.</summary>
static class ProcessCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (batches, records, users, padding, rounds, outFile) = (1000, 500, 200, 0, 3, (string?)null);
        var programs = new List<(string Name, string[] Command)>();
        var environment = new Dictionary<string, string> { ["OUTPUT"] = "none" };
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--batches": batches = int.Parse(args[++i]); break;
                case "--records": records = int.Parse(args[++i]); break;
                case "--users": users = int.Parse(args[++i]); break;
                case "--padding": padding = int.Parse(args[++i]); break;
                case "--rounds": rounds = int.Parse(args[++i]); break;
                case "--out": outFile = args[++i]; break;
                case var program when program.Contains('='):
                    var parts = program.Split('=', 2);
                    programs.Add((parts[0], parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
                    break;
                default:
                    Console.Error.WriteLine($"Unknown argument {args[i]}. Allowed: --batches N, --records N, --users N, --padding BYTES, --rounds N, --out FILE, NAME=COMMAND.");
                    return 2;
            }
        }

        var measured = new List<Measurement>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (name, command) in programs)
            {
                Console.Error.WriteLine($"round {round} of {rounds}: {name}");
                measured.Add(await ProcessRun.RunAsync(name, command, new Batches(records, users, padding), records, batches, environment));
            }
        }
        var table = Table([.. measured.GroupBy(m => m.Name).Select(Median)]);
        Console.Write(table);
        if (outFile is not null)
            await File.WriteAllTextAsync(outFile, table);
        return 0;
    }

    static Measurement Median(IGrouping<string, Measurement> runs)
    {
        double Of(Func<Measurement, double> value) => runs.Select(value).Order().ElementAt(runs.Count() / 2);
        return new(runs.Key, Of(m => m.FirstNextMs), Of(m => m.FirstAnswerMs), Of(m => m.YoungMicros), Of(m => m.WarmMicros), Of(m => m.P50Ms), Of(m => m.P99Ms), Of(m => m.PeakMb));
    }

    static string Table(IReadOnlyList<Measurement> rows)
    {
        var text = new StringBuilder()
            .AppendLine("| program | CPU µs/record, warm | young | first `next` ms | first answer ms | p50 ms/batch | p99 | peak MB |")
            .AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.WarmMicros:0.00} | {row.YoungMicros:0.00} | {row.FirstNextMs:0} | {row.FirstAnswerMs:0} | {row.P50Ms:0.00} | {row.P99Ms:0.00} | {row.PeakMb:0} |"));
        return text.ToString();
    }
}
