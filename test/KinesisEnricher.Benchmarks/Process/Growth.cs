namespace KinesisEnricher.Benchmarks.Process;

/// <summary>What more records, longer payloads and more keys cost a record.</summary>
static class Growth
{
    /// <summary>Records of a run, whatever its batches are, or it would never be warm; and bytes of it, or it would never end.</summary>
    const int RecordsOfRun = 250_000;
    const long BytesOfRun = 2_000_000_000;
    const int PlainBytes = 400;

    public static async Task<ProcessReport> RunAsync(ProcessOptions options, Subjects subjects)
    {
        var programs = options.Subjects.Count > 0 ? options.Subjects : [await subjects.ReadyToRunAsync(), await subjects.NativeAsync()];
        var rows = new List<Measurement>();
        foreach (var (what, records, users, padding) in Cases())
        {
            var count = (int)Math.Clamp(Math.Min(RecordsOfRun, BytesOfRun / (PlainBytes + padding)) / records, 20, 5000);
            var named = programs.Select(program => program with { Name = $"{program.Name}: {what}" }).ToList();
            var load = new Load(records, Math.Min(records, users), new Batches(records, users, padding).Next().Length);
            var measured = await ProcessCommand.MeasureAsync(named, options.Rounds, count, () => new Batches(records, users, padding));
            rows.AddRange(measured.Select(row => row with { Load = load }));
        }
        return new ProcessReport(
            "Growth", $"User-limit records in one process, with more of one thing at a time, of 200 keys where nothing else is said; medians of {options.Rounds} round(s).",
            "dotnet run -c Release --project test/KinesisEnricher.Benchmarks -- growth", rows);
    }

    static IEnumerable<(string What, int Records, int Users, int Padding)> Cases()
    {
        foreach (var records in (int[])[10, 100, 500, 2_000, 10_000])
            yield return ($"{records} records", records, 200, 0);
        foreach (var padding in (int[])[0, 1_000, 8_000, 64_000])
        {
            var records = padding > 8_000 ? 60 : 500; // Of an event of 6 MB.
            yield return ($"{records} records, {PlainBytes + padding} B each", records, 200, padding);
        }
        foreach (var users in (int[])[1, 20, 500])
            yield return ($"500 records of {users} {(users == 1 ? "key" : "keys")}", 500, users, 0);
    }
}
