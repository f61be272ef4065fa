using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Puts the effects of many lanes out, each lane's in its order: a run of outputs of every lane in one call, then their next run of quarantines, and so on.
/// Within a lane nothing is begun behind an effect that was not taken.
/// </summary>
sealed class EmitStage(PipelinePorts ports, PipelineOptions options, Retry retry, Deadline deadline)
{
    public async ValueTask PutOutAsync(IReadOnlyCollection<Passage> passages)
    {
        var run = new List<Traveller>();
        for (var outputs = true; ; outputs = !outputs)
        {
            run.Clear();
            foreach (var passage in passages)
                passage.TakeRun(outputs, outputs && ports.Sink.DropsAll ? null : run);
            if (run.Count > 0 && outputs)
                await EmitAsync(run).ConfigureAwait(false);
            else if (run.Count > 0)
                await QuarantineAsync(run).ConfigureAwait(false);
            else if (!outputs)
                return; // A run of outputs ends at a quarantine or at the lane's end, so no quarantine here means no output behind one either.
        }
    }

    async ValueTask EmitAsync(List<Traveller> run)
    {
        // In event order, which is each lane's order too.
        run.Sort((a, b) => a.Work.Index.CompareTo(b.Work.Index));
        var open = run;
        var cause = Causes.Deadline;
        for (var attempt = 1; !deadline.IsOver; attempt++)
        {
            var emission = new Emission([.. open.Select(t => t.Output)]);
            cause = "not taken by the sink";
            try
            {
                await ports.Sink.EmitAsync(emission, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                cause = Causes.Of(e);
            }
            var rest = Rest(open, emission, options.Rules);
            if (rest.Count == 0)
                return;
            if (rest.Count < open.Count)
                attempt = 1; // It goes forward, as a throttled stream does: only attempts that get nothing out are counted.
            open = rest;
            if (!await retry.WaitAsync(attempt).ConfigureAwait(false))
                break;
        }
        foreach (var traveller in open)
            traveller.Passage.Break(traveller.Index, $"output: {cause}");
    }

    /// <summary>What was not taken, each with everything behind it in its lane: so order per key holds by last occurrence.</summary>
    static List<Traveller> Rest(List<Traveller> open, Emission emission, Rules rules)
    {
        var rest = new List<Traveller>();
        HashSet<Passage>? broken = null;
        for (var i = 0; i < open.Count; i++)
        {
            if (broken is not null && broken.Contains(open[i].Passage) && rules.Have(Rules.ResendInOrder))
            {
                rest.Add(open[i]);
            }
            else if (!emission.IsTaken(i))
            {
                (broken ??= []).Add(open[i].Passage);
                rest.Add(open[i]);
            }
        }
        return rest;
    }

    ValueTask QuarantineAsync(List<Traveller> run) => Bounded.ForEachAsync(run, options.MaxParallelism, async traveller =>
    {
        if (ports.Quarantine is null)
        {
            traveller.Passage.Break(traveller.Index, traveller.Effect.Fault!.ToString());
            return;
        }
        var record = Quarantined(traveller);
        var cause = Causes.Deadline;
        for (var attempt = 1; !deadline.IsOver; attempt++)
        {
            try
            {
                await ports.Quarantine.KeepAsync(record, deadline.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception e)
            {
                cause = Causes.Of(e);
            }
            if (!await retry.WaitAsync(attempt).ConfigureAwait(false))
                break;
        }
        lock (traveller.Passage)
        {
            if (options.Rules.Have(Rules.KeepPoison))
                traveller.Passage.Break(traveller.Index, $"quarantine: {cause}");
        }
    });

    static QuarantinedRecord Quarantined(Traveller traveller)
    {
        var work = traveller.Work;
        return new QuarantinedRecord
        {
            Shard = work.Parent.Shard,
            Position = work.Position,
            PartitionKey = work.Record.PartitionKey,
            RecordPartitionKey = work.Parent.PartitionKey,
            ArrivalTime = work.Parent.ArrivalTime,
            Type = work.Type,
            Fault = traveller.Effect.Fault!,
            Data = work.Record.Data,
        };
    }
}
