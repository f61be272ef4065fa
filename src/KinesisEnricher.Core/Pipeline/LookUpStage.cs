using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Answers the look-ups of a chunk: its distinct keys at once, required keys that came out missing once more at the source itself.</summary>
sealed class LookUpStage(ILookUpSource source, BatchMeter meter, Rules rules, Retry retry, CancellationToken cancellationToken)
{
    /// <summary>A look-up of a chunk. A class: the runtime compiles a dictionary of structs of ours anew at every cold start.</summary>
    sealed record Planned(LookUp Source, bool Required);

    public async ValueTask<Answers> AskAsync(IReadOnlyList<WorkItem> chunk)
    {
        using var span = meter.Begin(Stage.LookUp);
        Dictionary<LookUpKey, Planned>? planned = null;
        foreach (var work in chunk)
        {
            if (work.Outcome is not null)
                continue;
            foreach (var lookUp in work.LookUps)
            {
                planned ??= [];
                var key = new LookUpKey(lookUp.Source.Source, lookUp.Key);
                planned[key] = new Planned(lookUp.Source, lookUp.Required || (planned.TryGetValue(key, out var before) && before.Required));
            }
        }
        if (planned is null)
            return Answers.None;

        var answers = new Answers();
        var unsure = new HashSet<LookUpKey>();
        await AskAsync(planned.Keys, Freshness.Cached, (key, json) =>
        {
            if (!TryDecode(planned[key].Source, json, out var value, out var isComplete, out _))
                unsure.Add(key); // An entry that cannot be decoded is a miss.
            else if (planned[key].Required && !isComplete && rules.Have(Rules.ConfirmMissing))
                unsure.Add(key); // A cached "nothing there", or half of it, never quarantines a record.
            else
                answers.Add(key, value);
        }, answers).ConfigureAwait(false);

        if (unsure.Count > 0)
        {
            await AskAsync(unsure, Freshness.Authoritative, (key, json) =>
            {
                if (TryDecode(planned[key].Source, json, out var value, out _, out var error))
                    answers.Add(key, value);
                else
                    answers.Refuse(key, $"{key}: {error}");
            }, answers).ConfigureAwait(false);
        }
        return answers;
    }

    async ValueTask AskAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, Action<LookUpKey, ReadOnlyMemory<byte>?> answer, Answers answers)
    {
        var open = keys;
        var cause = "not answered";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var found = await source.GetAsync(open, freshness, cancellationToken).ConfigureAwait(false);
                List<LookUpKey>? rest = null;
                foreach (var key in open)
                {
                    if (found.TryGetValue(key, out var json))
                        answer(key, json);
                    else
                        (rest ??= []).Add(key);
                }
                if (rest is null)
                    return;
                if (rest.Count < open.Count)
                    attempt = 1; // It goes forward: only attempts that get nothing are counted.
                open = rest;
            }
            catch (Exception e)
            {
                cause = Causes.Of(e);
            }
            if (!await retry.WaitAsync(attempt).ConfigureAwait(false))
                break;
        }
        foreach (var key in open)
            answers.Fail(key, $"look-up {key.Source}: {cause}");
    }

    static bool TryDecode(LookUp source, ReadOnlyMemory<byte>? json, out object? value, out bool isComplete, out string? error)
    {
        (value, isComplete, error) = (null, false, null);
        if (json is not { } bytes)
            return true;
        try
        {
            value = source.Decode(bytes.Span);
            isComplete = source.IsComplete(value);
            return true;
        }
        catch (Exception e) // Whatever a strategy's own reading throws is that value's fault, not the source's.
        {
            error = $"its value cannot be read: {e.Message}";
            return false;
        }
    }
}
