using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>Runs a program under a Runtime API of our own and measures it by the operating system's accounting.</summary>
/// <param name="batches">Makes the events.</param>
/// <param name="count">Batches in all: young are those from 10 to 30 %, warm those from 70 % on.</param>
sealed class ProcessRun(Batches batches, int count)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    long _enriched;
    bool _tellsEnriched;
    string _lastLines = "";

    /// <exception cref="InvalidOperationException">The program failed, or did not do its work.</exception>
    public async Task<Measurement> MeasureAsync(Subject subject)
    {
        await using var server = RuntimeApiServer.Start();
        var start = new ProcessStartInfo(subject.Command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in subject.Command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = server.Address;
        foreach (var (variable, value) in subject.Environment)
            start.Environment[variable] = value;

        var next = batches.Next(); // Made before the clock starts: events are not the program's work.
        var clock = Stopwatch.StartNew();
        using var process = Start(subject, start);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var ended = process.WaitForExitAsync();
            if (await Task.WhenAny(server.Ready, ended).WaitAsync(Patience) == ended)
                throw new InvalidOperationException($"It ended with exit code {process.ExitCode} before it asked for an invocation.");
            var firstNext = clock.Elapsed;
            await InvokeAsync(server, next, 0);
            var firstAnswer = clock.Elapsed;

            var times = new List<double>();
            var (youngFrom, youngTo, warmFrom) = (count / 10, count * 3 / 10, count * 7 / 10);
            var cpu = new TimeSpan[count + 1];
            for (var i = 1; i <= count; i++)
            {
                next = batches.Next();
                var before = clock.Elapsed;
                await InvokeAsync(server, next, i);
                if (i > warmFrom)
                    times.Add((clock.Elapsed - before).TotalMilliseconds);
                process.Refresh();
                cpu[i] = process.TotalProcessorTime;
            }
            times.Sort();
            var peak = PeakMb(process.Id);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            if (_tellsEnriched && _enriched != (count + 1L) * batches.Records)
                throw new InvalidOperationException($"It enriched {_enriched} of {(count + 1L) * batches.Records} records.");
            return new Measurement(
                subject.Name, PerRecord(warmFrom, count), PerRecord(youngFrom, youngTo), firstNext.TotalMilliseconds, firstAnswer.TotalMilliseconds,
                times[times.Count / 2], times[times.Count * 99 / 100], peak);

            double PerRecord(int from, int to) => (cpu[to] - cpu[from]).TotalMicroseconds / ((to - from) * (double)batches.Records);
        }
        catch (Exception e) when (e is TimeoutException or IOException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{subject.Name} ({string.Join(' ', subject.Command)}): {e.Message}\n{_lastLines}", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static System.Diagnostics.Process Start(Subject subject, ProcessStartInfo start)
    {
        try
        {
            return System.Diagnostics.Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException($"{subject.Name}: {start.FileName} cannot be started: a program that may be executed is expected. {fault.Message}", fault);
        }
    }

    /// <summary>This function's metrics say how many records it enriched: a program that skips its work is fast.</summary>
    void Read(string? line)
    {
        if (line is null)
            return;
        lock (batches)
        {
            _lastLines = $"{_lastLines[Math.Max(0, _lastLines.Length - 2000)..]}{line}\n";
            if (!line.Contains("\"_aws\"", StringComparison.Ordinal))
                return;
            using var metrics = JsonDocument.Parse(line);
            _tellsEnriched = true;
            _enriched += metrics.RootElement.GetProperty("Enriched").GetInt64();
        }
    }

    static async Task InvokeAsync(RuntimeApiServer server, byte[] lambdaEvent, int number)
    {
        var answer = await server.InvokeAsync(new RuntimeInvocation(lambdaEvent) { RequestId = $"r-{number}", Deadline = () => DateTimeOffset.UtcNow.Add(Patience) }).WaitAsync(Patience);
        if (answer.IsError || !answer.Body.Span.SequenceEqual("{\"batchItemFailures\":[]}"u8))
            throw new InvalidOperationException($"It answered {Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    /// <summary>The largest resident size so far, from the kernel.</summary>
    static double PeakMb(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
