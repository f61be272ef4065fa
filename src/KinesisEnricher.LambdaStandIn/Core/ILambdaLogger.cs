namespace Amazon.Lambda.Core;

public interface ILambdaLogger
{
    void Log(string message);
    void LogLine(string message);
}
