using System.Globalization;
using System.Text.Json;

namespace KinesisEnricher.Json;

/// <summary>
/// A member that a producer may have filled with anything: its kind, and its text where it has one. It never fails to be read, so that whoever reads it decides
/// what a wrong kind means.
/// </summary>
/// <param name="Kind">What it is; <see cref="JsonValueKind.Undefined"/> where the member is absent.</param>
/// <param name="Text">A text as it stands; a number as <see cref="TextOf"/> has it; null for every other kind.</param>
sealed record WireValue(JsonValueKind Kind, string? Text)
{
    public static WireValue Absent { get; } = new(JsonValueKind.Undefined, null);

    /// <summary>True where there is nothing: the member is absent, or null.</summary>
    public bool IsAbsent => Kind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsText => Kind == JsonValueKind.String;

    /// <summary>The one text of a number, however it was written: 3, 3.0 and 3e0 are all <c>3</c>.</summary>
    public static string TextOf(decimal number) => number == 0 ? "0" : number.ToString("0.############################", CultureInfo.InvariantCulture);
}
