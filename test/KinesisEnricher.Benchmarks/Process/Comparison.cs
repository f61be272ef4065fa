namespace KinesisEnricher.Benchmarks.Process;

/// <summary>This function beside its peers.</summary>
static class Comparison
{
    public static async Task<ProcessReport> RunAsync(ProcessOptions options, Subjects subjects)
    {
        var programs = options.Subjects.Count > 0 ? options.Subjects : await subjects.AllAsync();
        var rows = await ProcessCommand.MeasureAsync(programs, options.Rounds, options.Batches, () => new Batches(options.Records, options.Users, options.Padding));
        return new ProcessReport(
            "Whole processes under the Lambda Runtime API",
            $"{options.Records} user-limit records a batch, {options.Users} users, no event twice, items in memory, no output; medians of {options.Rounds} rounds of {options.Batches} batches. "
            + "Processor time by the operating system's accounting; young: from 10 to 30 % of the batches, warm: from 70 % on. Native: .NET 9.",
            "dotnet run -c Release --project test/KinesisEnricher.Benchmarks -- process", rows);
    }
}
