using System.Globalization;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What a mapping does, a line for each thing: for pipes and logs.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="verbosity">Quiet shows troubles only; verbose shows every page, too.</param>
sealed class MappingLines(TextWriter output, Verbosity verbosity) : IMappingObserver
{
    readonly Lock _gate = new();

    public void ShardStarted(string shardId) => Write(Verbosity.Normal, $"{shardId}  started");

    public void ShardDrained(string shardId) => Write(Verbosity.Normal, $"{shardId}  drained: it is closed, and all of it is done");

    public void PageRead(string shardId, int records, int filtered) =>
        Write(Verbosity.Verbose, filtered == 0 ? $"{shardId}  read {records}" : $"{shardId}  read {records}, filtered {filtered}");

    public void Invoked(InvocationNote note) => Write(Verbosity.Normal, string.Create(
        CultureInfo.InvariantCulture,
        $"{note.ShardId}/{note.Lane}  {note.Records} records  {ResultOf(note)}  {note.Duration.TotalMilliseconds:0} ms  age {note.IteratorAge.TotalSeconds:0.0} s"));

    public void Discarded(DiscardedBatch batch) =>
        Write(Verbosity.Quiet, $"{batch.ShardId}  gave up {batch.Records.Count} records: {batch.Condition} after {batch.InvokeCount} invocations");

    public void Trouble(string shardId, string message) => Write(Verbosity.Quiet, Printable.Line(shardId.Length == 0 ? message : $"{shardId}  {message}"));

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
