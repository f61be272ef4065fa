namespace KinesisEnricher.Benchmarks.Process;

/// <summary>
/// <c>process</c>, <c>cold-start</c> and <c>growth</c>: measure whole processes in one run, round by round, each program in its turn.
/// </summary>
static class ProcessCommand
{
    public static async Task<int> RunAsync(string command, IReadOnlyList<string> args)
    {
        if (ProcessOptions.Parse(args) is not { } options)
            return 2;
        var folder = Directory.CreateTempSubdirectory("kinesis-enricher-benchmarks-").FullName;
        try
        {
            var subjects = new Subjects(folder, Console.Error.WriteLine);
            var report = command switch
            {
                "process" => await Comparison.RunAsync(options, subjects),
                "cold-start" => await ColdStart.RunAsync(options, subjects),
                _ => await Growth.RunAsync(options, subjects),
            };
            Console.Write(options.IsJson ? report.ToJson() + "\n" : report.ToMarkdown());
            if (options.OutFile is not null)
                await File.WriteAllTextAsync(options.OutFile, report.ToMarkdown());
            return 0;
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Measures programs in turns, and gives the medians of the rounds.</summary>
    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(IReadOnlyList<Subject> subjects, int rounds, int count, Func<Batches> batches)
    {
        var measured = new List<Measurement>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var subject in subjects)
            {
                Console.Error.WriteLine($"round {round} of {rounds}: {subject.Name}");
                measured.Add(await new ProcessRun(batches(), count).MeasureAsync(subject));
            }
        }
        return [.. subjects.Select(subject => Measurement.MedianOf([.. measured.Where(m => m.Name == subject.Name)]))];
    }
}
