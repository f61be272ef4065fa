using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>What the tests need of Redis's protocol to look into a server without the client that they test.</summary>
sealed class RedisConnection : IAsyncDisposable
{
    readonly TcpClient _client = new();
    StreamReader? _reader;

    public static async Task<RedisConnection> OpenAsync(int port)
    {
        var connection = new RedisConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, port);
        connection._reader = new StreamReader(connection._client.GetStream(), Encoding.Latin1);
        return connection;
    }

    /// <returns>The answer as text; the elements of an array with a line each; "(nil)" for none.</returns>
    /// <exception cref="InvalidOperationException">The server answers with an error.</exception>
    public async Task<string> AskAsync(params string[] command)
    {
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var part in command)
            request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request.ToString()));
        return await ReadAsync();
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _client.Dispose();
        return default;
    }

    async Task<string> ReadAsync()
    {
        var line = await _reader!.ReadLineAsync() ?? throw new EndOfStreamException();
        if (line[0] is '-')
            throw new InvalidOperationException(line[1..]);
        if (line is "$-1" or "*-1")
            return "(nil)";
        if (line[0] is not ('$' or '*'))
            return line[1..];
        var count = int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
        if (line[0] is '*')
        {
            var elements = new string[count];
            for (var i = 0; i < count; i++)
                elements[i] = await ReadAsync();
            return string.Join('\n', elements);
        }
        var text = new char[count + 2];
        await _reader.ReadBlockAsync(text);
        return new string(text, 0, count);
    }
}
