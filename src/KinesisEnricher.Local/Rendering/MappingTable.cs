using System.Globalization;
using KinesisEnricher.Local.EventSourceMapping;
using Spectre.Console;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What a mapping does, as a table of its shards that is drawn again and again: for terminals.</summary>
/// <param name="time">The clock.</param>
sealed class MappingTable(TimeProvider time) : IMappingObserver
{
    const int ShownTroubles = 3;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    readonly Lock _gate = new();
    readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
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

    public void PageRead(string shardId, int records, int filtered) => Change(shardId, row => row.Filtered += filtered);

    public void Invoked(InvocationNote note) => Change(note.ShardId, row =>
    {
        row.Batches++;
        row.Records += note.Done;
        row.Retries += note.Attempt > 1 ? 1 : 0;
        row.Age = note.IteratorAge;
        row.Last = note.Answer.FunctionError is { } error ? $"{error}: {note.Answer.Summary}" : note.Answer.Summary;
    });

    public void Discarded(DiscardedBatch batch) => Change(batch.ShardId, row => row.GivenUp += batch.Records.Count);

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
            var table = new Table().Border(TableBorder.None).AddColumns("SHARD", "", "AGE", "BATCHES", "RECORDS", "FILTERED", "RETRIES", "GIVEN UP", "LAST BATCH");
            foreach (var (shardId, row) in _rows)
            {
                table.AddRow(
                    new Text(shardId), new Text(row.Status), new Text(string.Create(CultureInfo.InvariantCulture, $"{row.Age.TotalSeconds:0.0} s")), Number(row.Batches),
                    Number(row.Records), Number(row.Filtered), Number(row.Retries), Number(row.GivenUp), new Text(Printable.Short(Printable.Line(row.Last), 60)));
            }
            return new Rows([table, .. _troubles.Select(t => new Text(Printable.Line(t), Color.Olive))]);
        }
    }

    static Text Number(long number) => new(number.ToString("N0", CultureInfo.InvariantCulture));

    sealed class Row
    {
        public string Status = "waiting";
        public string Last = "";
        public TimeSpan Age;
        public long Batches;
        public long Records;
        public long Filtered;
        public long Retries;
        public long GivenUp;
    }
}
