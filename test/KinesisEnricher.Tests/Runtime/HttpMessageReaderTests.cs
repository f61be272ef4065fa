using System.Text;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

public class HttpMessageReaderTests
{
    public static TheoryData<string, string> Messages => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello" },
        { "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello", "hello" },
        { "HTTP/1.1 200 OK\r\nCONTENT-LENGTH:   0\r\n\r\n", "" },
        { "HTTP/1.1 202 Accepted\r\n\r\n", "" },
        { "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", "hi" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello" },
        { "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;name=value\r\nhel\r\nA\r\nlo, world!\r\n0\r\nTrailer: x\r\n\r\n", "hello, world!" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "hi" },
        { "POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi", "hi" },
        { "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Body_is_read_whatever_the_pieces_it_comes_in(string message, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(message + "GET");
        for (var piece = 1; piece <= bytes.Length; piece++)
        {
            var reader = new HttpMessageReader(new PieceStream(bytes, piece));

            using var read = await reader.ReadAsync();

            Assert.Equal(expected, Encoding.ASCII.GetString(read.Body.Span));
            Assert.True(await reader.WaitAsync(default), "The next message must still be there.");
        }
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nuntil the end")]
    [InlineData("HTTP/1.1 200 OK\r\nconnection: Close\r\n\r\nuntil the end")]
    public async Task Answer_without_a_length_goes_on_until_the_connection_ends(string message)
    {
        using var read = await ReadAsync(message);

        Assert.Equal("until the end", Encoding.ASCII.GetString(read.Body.Span));
        Assert.True(read.IsLast);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    public async Task Message_says_whether_the_connection_stays_open(string message, bool last)
    {
        using var read = await ReadAsync(message);

        Assert.Equal(last, read.IsLast);
    }

    [Fact]
    public async Task Headers_are_found_in_any_case_and_repeated_ones_are_joined()
    {
        using var read = await ReadAsync("HTTP/1.1 200 OK\r\nlambda-runtime-TRACE-id:  Root=1-2 \r\nA: 1\r\na: 2\r\nEmpty:\r\n\r\n");

        Assert.Equal("Root=1-2", read.Header("Lambda-Runtime-Trace-Id"));
        Assert.Equal("1, 2", read.Header("A"));
        Assert.Equal("", read.Header("Empty"));
        Assert.Null(read.Header("Other"));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2147483647\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    public async Task What_is_not_http_is_refused(string message) => await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(message));

    [Theory]
    [InlineData("HTTP/1.1 200 OK")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public async Task End_inside_a_message_is_told_from_the_end_of_one(string message) => await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(message));

    [Theory]
    [InlineData("")]
    [InlineData("X: ")]
    [InlineData("X: 1\r\n")]
    public async Task Headers_have_a_cap(string repeated)
    {
        var text = repeated.Length == 0 ? new string('a', HttpMessageReader.MaxHeadBytes + 1)
            : string.Concat(Enumerable.Repeat(repeated, HttpMessageReader.MaxHeadBytes / repeated.Length + 1));

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync($"HTTP/1.1 200 OK\r\n{text}"));
    }

    [Fact]
    public async Task Chunks_together_have_a_cap()
    {
        var mb = new string('a', 1024 * 1024);
        var chunk = $"100000\r\n{mb}\r\n";
        var message = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, HttpMessageReader.MaxBodyBytes / mb.Length + 1));

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(message));
    }

    [Fact]
    public async Task Stream_without_a_byte_has_no_message() => Assert.False(await new HttpMessageReader(new MemoryStream()).WaitAsync(default));

    static async Task<HttpMessage> ReadAsync(string message) =>
        await new HttpMessageReader(new MemoryStream(Encoding.ASCII.GetBytes(message))).ReadAsync();

    /// <summary>Gives at most so many bytes at a time, as a network may.</summary>
    sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
