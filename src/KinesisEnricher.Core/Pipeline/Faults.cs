using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>The permanent faults that the pipeline itself finds.</summary>
static class Faults
{
    /// <summary>A well-formed event that does not have its type's shape.</summary>
    public static Fault Schema(JsonException e) => new("schema", e.Message);

    /// <summary>Something threw that never should: the exception is kept for whoever looks into it.</summary>
    public static Fault Unexpected(Exception e) => new("unexpected", e.ToString());

    /// <summary>Reference data that the event needs and that is there, in a shape that cannot be read.</summary>
    public static Fault LookUp(string detail) => new("look-up", detail);

    public static Fault TooLarge(PlanTooLargeException e) => new(FaultReasons.TooLarge, e.Message);

    public static Fault TooLarge(string what, long size, long limit) => new(FaultReasons.TooLarge, FormattableString.Invariant($"{what} of {size} bytes; at most {limit} are allowed"));
}
