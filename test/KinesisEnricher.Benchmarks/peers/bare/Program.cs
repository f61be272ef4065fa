using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

// The least that any .NET function must do: reads an invocation's bytes, decodes each record's base64 in place, walks its JSON, and does nothing with it.
var address = IPEndPoint.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")!);
using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
socket.Connect(address);
var buffer = new byte[1 << 20];

while (true)
{
    socket.Send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n"u8);
    var (head, body) = Receive();
    var id = Header(head, "Lambda-Runtime-Aws-Request-Id");
    Walk(body);
    var answer = "{\"batchItemFailures\":[]}";
    socket.Send(Encoding.ASCII.GetBytes($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: runtime\r\nContent-Length: {answer.Length}\r\n\r\n{answer}"));
    Receive();
}

(string Head, Memory<byte> Body) Receive()
{
    var received = 0;
    int end;
    while ((end = buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8)) < 0)
        received += Some(socket.Receive(buffer.AsSpan(received)));
    var head = Encoding.ASCII.GetString(buffer, 0, end);
    var start = end + 4;
    var length = int.Parse(Header(head, "Content-Length"), CultureInfo.InvariantCulture);
    if (start + length > buffer.Length)
        Array.Resize(ref buffer, start + length);
    while (received < start + length)
        received += Some(socket.Receive(buffer.AsSpan(received)));
    return (head, buffer.AsMemory(start, length));
}

static int Some(int received) => received > 0 ? received : throw new EndOfStreamException("The Runtime API closed the connection.");

static string Header(string head, string name)
{
    var start = head.IndexOf($"\r\n{name}:", StringComparison.OrdinalIgnoreCase) + name.Length + 3;
    var end = head.IndexOf("\r\n", start, StringComparison.Ordinal);
    return head[start..(end < 0 ? head.Length : end)].Trim();
}

static void Walk(Memory<byte> utf8Event)
{
    var reader = new Utf8JsonReader(utf8Event.Span);
    while (reader.Read())
    {
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("data"u8))
            continue;
        reader.Read();
        var data = utf8Event.Span.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        Base64.DecodeFromUtf8InPlace(data, out var written);
        var record = new Utf8JsonReader(data[..written]);
        while (record.Read())
        {
        }
    }
}
