using System.Globalization;
using System.Text;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>
/// Reads HTTP/1.1 messages (RFC 9112) off a stream: headers in any case, a body by Content-Length or in chunks, both with a cap on their size. No more than
/// the Runtime API needs, and no HttpClient, because that costs a good part of a cold start.
/// </summary>
sealed class HttpMessageReader(Stream stream)
{
    public const int MaxHeadBytes = 64 * 1024;
    public const int MaxBodyBytes = 32 * 1024 * 1024;

    byte[] _buffer = new byte[4 * 1024];
    int _start;
    int _end;
    int _headBytes;

    /// <summary>Waits for the first byte of the next message.</summary>
    /// <returns>False when the stream has ended instead.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _start < _end || await FillAsync(cancellationToken);

    /// <exception cref="InvalidDataException">What came is not HTTP/1.1, or too large.</exception>
    /// <exception cref="EndOfStreamException">The stream ended inside the message.</exception>
    public async ValueTask<HttpMessage> ReadAsync()
    {
        _headBytes = 0;
        var startLine = await ReadLineAsync();
        var headers = await ReadHeadersAsync();
        var body = new PooledBuffer();
        try
        {
            if (headers.TryGetValue("Transfer-Encoding", out var encoding))
                await ReadChunksAsync(encoding, body);
            else if (headers.TryGetValue("Content-Length", out var length))
                await ReadBodyAsync(ParseLength(length, NumberStyles.None), body);
            else if (HttpMessage.EndsWithConnection(startLine, headers))
                await ReadToEndAsync(body);
            return new HttpMessage(startLine, headers, body);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    async ValueTask<Dictionary<string, string>> ReadHeadersAsync()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon <= 0)
                throw new InvalidDataException($"'{line}' is not an HTTP header.");
            var name = line[..colon];
            var value = line.AsSpan(colon + 1).Trim().ToString();
            headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }
        return headers;
    }

    async ValueTask ReadChunksAsync(string encoding, PooledBuffer body)
    {
        if (!encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"Transfer-Encoding '{encoding}' is not known; chunked is.");
        while (true)
        {
            _headBytes = 0;
            var size = await ReadLineAsync();
            var extension = size.IndexOf(';');
            var length = ParseLength((extension < 0 ? size : size[..extension]).Trim(), NumberStyles.AllowHexSpecifier);
            if (length == 0)
                break;
            await ReadBodyAsync(length, body);
            if ((await ReadLineAsync()).Length > 0)
                throw new InvalidDataException("A chunk is longer than it says.");
        }
        await ReadHeadersAsync(); // Trailers mean nothing here.
    }

    static int ParseLength(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var length) && length is >= 0 and <= MaxBodyBytes
            ? length
            : throw new InvalidDataException($"Body length '{text}' is not a number from 0 to {MaxBodyBytes}.");

    async ValueTask ReadBodyAsync(int length, PooledBuffer body)
    {
        if (length > MaxBodyBytes - body.Count)
            throw new InvalidDataException($"The body is longer than {MaxBodyBytes} bytes.");
        if (length == 0)
            return;
        var target = body.GetMemory(length)[..length];
        var buffered = Math.Min(length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(target);
        _start += buffered;
        await stream.ReadExactlyAsync(target[buffered..]);
        body.Advance(length);
    }

    async ValueTask ReadToEndAsync(PooledBuffer body)
    {
        while (await WaitAsync(default))
            await ReadBodyAsync(_end - _start, body);
    }

    async ValueTask<string> ReadLineAsync()
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                var line = _buffer.AsSpan(_start, searched + feed);
                _start += line.Length + 1;
                _headBytes += line.Length + 1;
                return _headBytes > MaxHeadBytes ? throw HeadTooLong() : Encoding.Latin1.GetString(line.TrimEnd((byte)'\r'));
            }
            searched = _end - _start;
            if (_headBytes + searched > MaxHeadBytes)
                throw HeadTooLong();
            if (!await FillAsync(default))
                throw new EndOfStreamException("The connection ended inside an HTTP message.");
        }
    }

    static InvalidDataException HeadTooLong() => new($"The HTTP headers are longer than {MaxHeadBytes} bytes.");

    async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
