using System.Globalization;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What a mapping does, a line for each thing: for pipes and logs.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="verbosity">Quiet shows troubles only; verbose shows every page and each batch's figures, too.</param>
sealed class MappingLines(TextWriter output, Verbosity verbosity) : IMappingObserver
{
    readonly Lock _gate = new();
    readonly MappingCounts _counts = new();

    public void ShardStarted(string shardId) => Write(Verbosity.Normal, $"{shardId}  started");

    public void ShardDrained(string shardId) => Write(Verbosity.Normal, $"{shardId}  drained: it is closed, and all of it is done");

    public void PageRead(string shardId, int records, int filtered)
    {
        lock (_gate)
        {
            _counts.Filtered += filtered;
            Write(Verbosity.Verbose, filtered == 0 ? $"{shardId}  read {records}" : $"{shardId}  read {records}, filtered {filtered}");
        }
    }

    public void Invoked(InvocationNote note)
    {
        lock (_gate)
        {
            _counts.Add(note);
            Write(Verbosity.Normal, string.Create(
                CultureInfo.InvariantCulture,
                $"{note.ShardId}/{note.Lane}  {note.Records} records  {ResultOf(note)}  {note.Duration.TotalMilliseconds:0} ms  age {note.IteratorAge.TotalSeconds:0.0} s"));
            if (verbosity != Verbosity.Verbose || note.Answer.Statistics is not { } statistics)
                return;
            var figures = new Figures();
            figures.Add(statistics);
            Write(Verbosity.Verbose, $"  {figures}");
        }
    }

    public void Discarded(DiscardedBatch batch)
    {
        lock (_gate)
        {
            _counts.Add(batch);
            Write(Verbosity.Quiet, $"{batch.ShardId}  gave up {batch.Records.Count} records: {batch.Condition} after {batch.InvokeCount} invocations");
        }
    }

    public void Trouble(string shardId, string message) => Write(Verbosity.Quiet, Printable.Line(shardId.Length == 0 ? message : $"{shardId}  {message}"));

    /// <summary>At the end: all of it together.</summary>
    public void End()
    {
        lock (_gate)
        {
            Write(Verbosity.Normal, _counts.ToString());
            if (_counts.Figures.Outcomes.Length > 0)
                Write(Verbosity.Normal, $"  {_counts.Figures}");
        }
    }

    static string ResultOf(InvocationNote note)
    {
        var attempt = note.Attempt > 1 ? $"attempt {note.Attempt}  " : "";
        var summary = Printable.Line(note.Answer.Summary);
        return note.Answer.FunctionError is { } error ? $"{attempt}{error}: {summary}"
            : note.Done < note.Records ? $"{attempt}{note.Done} done, the others again  {summary}"
            : attempt + (summary.Length > 0 ? summary : "done");
    }

    void Write(Verbosity least, string line)
    {
        if (verbosity < least)
            return;
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
