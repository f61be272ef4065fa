using System.Diagnostics;
using KinesisEnricher.Local.InvokeApi;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>What was measured of one program, from outside.</summary>
sealed record Measurement(
    string Name, double FirstNextMs, double FirstAnswerMs, double YoungMicros, double WarmMicros, double P50Ms, double P99Ms, double PeakMb);

/// <summary>Runs a program under a Runtime API of our own and measures it by the operating system's accounting.</summary>
static class ProcessRun
{
    /// <param name="name">What it is called in the table.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="batches">Makes the events.</param>
    /// <param name="records">Records per batch.</param>
    /// <param name="count">Batches in all; young are the 100th to the 300th, warm those from 70 % on.</param>
    /// <param name="environment">Variables that it gets beside the Runtime API's address.</param>
    public static async Task<Measurement> RunAsync(
        string name, IReadOnlyList<string> command, Batches batches, int records, int count, IReadOnlyDictionary<string, string> environment)
    {
        await using var server = RuntimeApiServer.Start();
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = server.Address;
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;

        var clock = Stopwatch.StartNew();
        using var process = System.Diagnostics.Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await server.Ready.WaitAsync(TimeSpan.FromSeconds(30));
            var firstNext = clock.Elapsed;
            await InvokeAsync(server, batches, 0);
            var firstAnswer = clock.Elapsed;

            var times = new List<double>();
            var (youngFrom, youngTo, warmFrom) = (count / 10, count * 3 / 10, count * 7 / 10);
            TimeSpan young = default, warm = default;
            var cpu = new TimeSpan[count + 1];
            for (var i = 1; i <= count; i++)
            {
                var before = clock.Elapsed;
                await InvokeAsync(server, batches, i);
                if (i > warmFrom)
                    times.Add((clock.Elapsed - before).TotalMilliseconds);
                process.Refresh();
                cpu[i] = process.TotalProcessorTime;
            }
            young = cpu[youngTo] - cpu[youngFrom];
            warm = cpu[count] - cpu[warmFrom];
            times.Sort();
            return new Measurement(
                name, firstNext.TotalMilliseconds, firstAnswer.TotalMilliseconds,
                young.TotalMicroseconds / ((youngTo - youngFrom) * records), warm.TotalMicroseconds / ((count - warmFrom) * records),
                times[times.Count / 2], times[times.Count * 99 / 100], PeakMb(process.Id));
        }
        catch (Exception e) when (e is TimeoutException or IOException or InvalidOperationException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{name} ({string.Join(' ', command)}): {e.Message}\n{await errors}", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static async Task InvokeAsync(RuntimeApiServer server, Batches batches, int number)
    {
        var answer = await server.InvokeAsync(new RuntimeInvocation(batches.Next()) { RequestId = $"r-{number}", Deadline = DateTimeOffset.UtcNow.AddMinutes(1) })
            .WaitAsync(TimeSpan.FromSeconds(60));
        if (answer.IsError || !answer.Body.Span.SequenceEqual("{\"batchItemFailures\":[]}"u8))
            throw new InvalidOperationException($"It answered {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    /// <summary>The largest resident size so far, from the kernel.</summary>
    static double PeakMb(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
