namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>An HTTP/1.1 request or answer. Whoever holds it disposes of it; <see cref="TakeBody"/> hands the body on to another owner.</summary>
sealed class HttpMessage(string startLine, Dictionary<string, string> headers, PooledBuffer body) : IDisposable
{
    PooledBuffer? _body = body;

    public string StartLine => startLine;

    public ReadOnlyMemory<byte> Body => _body?.Written ?? default;

    /// <summary>A header by its name in any case, null without one; values of a repeated header are joined with a comma.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>True when nothing follows on the same connection.</summary>
    public bool IsLast => EndsWithConnection(startLine, headers);

    /// <summary>True for an answer that the end of its connection ends, as RFC 9112 has it for HTTP/1.0 and <c>Connection: close</c>.</summary>
    public static bool EndsWithConnection(string startLine, Dictionary<string, string> headers)
    {
        if (!startLine.StartsWith("HTTP/", StringComparison.Ordinal))
            return false;
        return headers.TryGetValue("Connection", out var connection)
            ? connection.Equals("close", StringComparison.OrdinalIgnoreCase)
            : startLine.StartsWith("HTTP/1.0", StringComparison.Ordinal);
    }

    public PooledBuffer TakeBody()
    {
        var taken = _body ?? throw new InvalidOperationException("The body was taken already.");
        _body = null;
        return taken;
    }

    public void Dispose() => _body?.Dispose();
}
