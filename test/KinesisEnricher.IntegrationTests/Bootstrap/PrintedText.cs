using System.Text;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>What a process prints, as it prints it.</summary>
sealed class PrintedText
{
    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly Task _reading;
    TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PrintedText(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>All of it, once the process prints no more.</summary>
    public async Task<string> AllAsync()
    {
        await _reading;
        return Look(out _);
    }

    /// <summary>What there is as soon as it holds a text, or when the process prints no more.</summary>
    public async Task<string> UntilAsync(string text)
    {
        while (true)
        {
            var isOver = _reading.IsCompleted;
            var printed = Look(out var more);
            if (isOver || printed.Contains(text, StringComparison.Ordinal))
                return printed;
            await Task.WhenAny(more, _reading);
        }
    }

    string Look(out Task more)
    {
        lock (_gate)
        {
            more = _more.Task;
            return _text.ToString();
        }
    }

    async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0;)
        {
            TaskCompletionSource told;
            lock (_gate)
            {
                _text.Append(buffer, 0, count);
                told = _more;
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            told.SetResult();
        }
    }
}
