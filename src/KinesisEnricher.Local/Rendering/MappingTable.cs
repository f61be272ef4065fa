using System.Globalization;
using KinesisEnricher.Local.EventSourceMapping;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What a mapping does, as a table of its shards that is drawn again and again: for terminals.</summary>
/// <param name="lastEvent">The last event that went out, in a few words; null as long as there is none.</param>
/// <param name="time">The clock.</param>
sealed class MappingTable(Func<string?> lastEvent, TimeProvider time) : IMappingObserver
{
    const int ShownTroubles = 3;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    static readonly Style Faint = new(decoration: Decoration.Dim);

    readonly Lock _gate = new();
    readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    readonly MappingCounts _all = new();
    readonly Queue<string> _troubles = new();

    /// <summary>Draws until the work ends.</summary>
    public Task ShowAsync(IAnsiConsole console, Task work) => console.Live(Draw()).AutoClear(false).StartAsync(async live =>
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Interval, time));
            live.UpdateTarget(Draw());
        }
        await work;
    });

    public void ShardStarted(string shardId) => Change(shardId, row => row.Status = "reading");

    public void ShardDrained(string shardId) => Change(shardId, row => row.Status = "drained");

    public void PageRead(string shardId, int records, int filtered) => Change(shardId, row => row.Counts.Filtered += filtered);

    public void Invoked(InvocationNote note)
    {
        Change(note.ShardId, row =>
        {
            row.Counts.Add(note);
            row.Age = note.IteratorAge;
            _all.Add(note);
        });
        if (note.Answer.FunctionError is { } error)
            Trouble(note.ShardId, $"{error}: {note.Answer.Summary}");
    }

    public void Discarded(DiscardedBatch batch)
    {
        Change(batch.ShardId, row => row.Counts.Add(batch));
        Trouble(batch.ShardId, $"gave up {batch.Records.Count} records: {batch.Condition} after {batch.InvokeCount} invocations");
    }

    public void Trouble(string shardId, string message)
    {
        lock (_gate)
        {
            _troubles.Enqueue(shardId.Length == 0 ? message : $"{shardId}  {message}");
            if (_troubles.Count > ShownTroubles)
                _troubles.Dequeue();
        }
    }

    void Change(string shardId, Action<Row> change)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(shardId, out var row))
                _rows.Add(shardId, row = new Row());
            change(row);
        }
    }

    Rows Draw()
    {
        lock (_gate)
        {
            var table = new Table().Border(TableBorder.None);
            foreach (var title in new[] { "SHARD", "", "AGE", "BATCHES", "RECORDS", "FILTERED", "RETRIES", "GIVEN UP", "OUTCOMES" })
                table.AddColumn(new TableColumn(new Text(title, Faint)));
            foreach (var (shardId, row) in _rows)
            {
                var counts = row.Counts;
                table.AddRow(
                    new Text(shardId), new Text(row.Status), new Text(string.Create(CultureInfo.InvariantCulture, $"{row.Age.TotalSeconds:0.0} s")), Number(counts.Batches),
                    Number(counts.Records), Number(counts.Filtered), Number(counts.Retries), Number(counts.GivenUp), new Text(counts.Figures.Outcomes));
            }
            List<IRenderable> lines = [table];
            if (_all.Figures.Outcomes.Length > 0)
                lines.Add(new Text($"figures  {_all.Figures}", Faint));
            if (lastEvent() is { } last)
                lines.Add(new Text($"out      {Printable.Line(last)}"));
            lines.AddRange(_troubles.Select(t => new Text(Printable.Line(t), Color.Olive)));
            return new Rows(lines);
        }
    }

    static Text Number(long number) => new(number.ToString("N0", CultureInfo.InvariantCulture));

    sealed class Row
    {
        public string Status { get; set; } = "waiting";
        public TimeSpan Age { get; set; }
        public MappingCounts Counts { get; } = new();
    }
}
