using System.Buffers;
using System.Text.Json;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

public class ErrorReportTests
{
    [Fact]
    public void Type_message_and_stack_are_named_as_lambda_names_them()
    {
        var report = ReportOf(Thrown(new InvalidOperationException("no \"stock\"")));

        Assert.Equal(["errorType", "errorMessage", "stackTrace"], report.EnumerateObject().Select(member => member.Name));
        Assert.Equal("InvalidOperationException", report.GetProperty("errorType").GetString());
        Assert.Equal("no \"stock\"", report.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(Thrown), report.GetProperty("stackTrace")[0].GetString());
    }

    [Fact]
    public void Causes_follow_the_stack()
    {
        var report = ReportOf(new InvalidOperationException("outer", Thrown(new TimeoutException("inner"))));

        Assert.Equal("caused by TimeoutException: inner", report.GetProperty("stackTrace")[0].GetString());
        Assert.Contains(nameof(Thrown), report.GetProperty("stackTrace")[1].GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\r\nbreak")]
    [InlineData("half \ud83d a pair")]
    public void Any_message_makes_valid_json(string message) =>
        Assert.Equal(JsonValueKind.String, ReportOf(new InvalidOperationException(message)).GetProperty("errorMessage").ValueKind);

    static JsonElement ReportOf(Exception exception)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorReport.Write(output, exception);
        return JsonDocument.Parse(output.WrittenMemory).RootElement;
    }

    static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
