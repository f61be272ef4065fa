namespace KinesisEnricher.Local.InvokeApi;

/// <summary>What a function's process answered.</summary>
/// <param name="Body">The response, or the error's JSON, in UTF-8.</param>
/// <param name="IsError">True when it reported an error.</param>
/// <param name="ErrorType">The <c>Lambda-Runtime-Function-Error-Type</c> header; null without one.</param>
/// <param name="ContentType">The <c>Content-Type</c> header; null without one.</param>
public sealed record RuntimeAnswer(ReadOnlyMemory<byte> Body, bool IsError, string? ErrorType, string? ContentType);
