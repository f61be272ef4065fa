using System.Globalization;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.UserLimits;
using static KinesisEnricher.Tests.UserLimits.LimitEvents;

namespace KinesisEnricher.Tests.UserLimits;

public sealed class UserLimitSchemaTests
{
    readonly StrategyHarness _harness = new(new UserLimitsStrategy());

    static JsonObject Valid(string type) => type switch
    {
        "CREATED" => Created(1),
        "PROGRESS" => Progress(1, "10", "0"),
        _ => Reset(1, "10"),
    };

    public static TheoryData<string, string> RequiredFields
    {
        get
        {
            var data = new TheoryData<string, string>();
            string[] all =
            [
                "aggregateId", "eventId", "createdAt", "sequenceNumber", "payload", "payload.brandId", "payload.userId", "payload.userLimitId", "payload.currencyCode",
            ];
            foreach (var name in (string[])[.. all, "payload.activeFrom", "payload.period", "payload.status", "payload.type", "payload.value"])
                data.Add("CREATED", name);
            foreach (var name in (string[])[.. all, "payload.nextResetTime", "payload.amount", "payload.previousProgress"])
                data.Add("PROGRESS", name);
            foreach (var name in (string[])
                [.. all, "payload.nextResetTime", "payload.period", "payload.type", "payload.resetAmount", "payload.resetPercentage", "payload.unusedAmount"])
                data.Add("RESET", name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RequiredFields))]
    public async Task A_missing_required_field_is_named(string type, string field)
    {
        await AssertBreaks(Valid(type).With(field, null), $"{field}: required");
        await AssertBreaks(Valid(type).With(field, "null"), $"{field}: required");
    }

    public static TheoryData<string, string, string, string> Breaks => new()
    {
        { "CREATED", "payload.status", "\"OPEN\"", "payload.status: one of ACTIVE, CANCELED, FUTURE, IN_COOLDOWN is expected, not 'OPEN'" },
        { "CREATED", "payload.status", "\"active\"", "payload.status: one of ACTIVE, CANCELED, FUTURE, IN_COOLDOWN is expected, not 'active'" },
        { "CREATED", "payload.status", "0", "payload.status: one of ACTIVE, CANCELED, FUTURE, IN_COOLDOWN is expected, not a number" },
        {
            "CREATED", "payload.period", "\"YEAR\"",
            "payload.period: one of CALENDAR_DAY, CALENDAR_WEEK, CALENDAR_MONTH, DAY, WEEK, MONTH, INDEFINITE, INSTANCE is expected, not 'YEAR'"
        },
        { "RESET", "payload.type", "\"SPIN\"", "payload.type: one of BALANCE, BET, DEPOSIT, LOSS, SESSION is expected, not 'SPIN'" },
        { "CREATED", "payload.value", "\"-1\"", "payload.value: 0 to 1000000000000000 is expected, not -1" },
        { "CREATED", "payload.value", "\"1000000000000000.01\"", "payload.value: 0 to 1000000000000000 is expected, not 1000000000000000.01" },
        { "CREATED", "payload.value", "\"0.000000001\"", "payload.value: 0, or 0.00000001 or more, is expected, not 0.000000001" },
        { "CREATED", "payload.value", "\"12,50\"", "payload.value: a decimal amount, as text or number, is expected, not '12,50'" },
        { "CREATED", "payload.value", "\"\"", "payload.value: a decimal amount, as text or number, is expected, not ''" },
        { "CREATED", "payload.value", "1e40", "payload.value: a decimal amount, as text or number, is expected, not '1e40'" },
        { "CREATED", "payload.value", "[1]", "payload.value: a decimal amount, as text or number, is expected, not an array" },
        { "CREATED", "payload.progress", "\"-0.01\"", "payload.progress: 0 to 1000000000000000 is expected, not -0.01" },
        { "CREATED", "payload.previousLimitValue", "-5", "payload.previousLimitValue: 0 to 1000000000000000 is expected, not -5" },
        { "CREATED", "payload.activeFrom", "-1", "payload.activeFrom: epoch milliseconds of 0 to 253402300799999 are expected, not -1" },
        { "CREATED", "payload.activeUntil", "253402300800000", "payload.activeUntil: epoch milliseconds of 0 to 253402300799999 are expected, not 253402300800000" },
        { "CREATED", "payload.createdAt", "\"now\"", "payload.createdAt: a whole number is expected, not a text" },
        { "PROGRESS", "payload.amount", "\"-0.01\"", "payload.amount: 0 to 1000000000000000 is expected, not -0.01" },
        { "PROGRESS", "payload.amount", "true", "payload.amount: a decimal amount, as text or number, is expected, not a boolean" },
        { "PROGRESS", "payload.amount", "\"0.00000000000000000000000000001\"", "payload.amount: a decimal amount of 28 digits at most is expected, not '0.00000000000000000000000000001'" },
        { "PROGRESS", "payload.amount", "1e-40", "payload.amount: a decimal amount of 28 digits at most is expected, not '1e-40'" },
        { "PROGRESS", "payload.previousProgress", "-1", "payload.previousProgress: 0 to 1000000000000000 is expected, not -1" },
        { "RESET", "payload.resetAmount", "\"-1\"", "payload.resetAmount: 0 to 1000000000000000 is expected, not -1" },
        { "PROGRESS", "payload.brandId", "\"42\"", "payload.brandId: 24 digits are expected, not '42'" },
        { "PROGRESS", "payload.brandId", "\"00000000000000000000004x\"", "payload.brandId: 24 digits are expected, not '00000000000000000000004x'" },
        { "PROGRESS", "payload.brandId", "42", "payload.brandId: text is expected, not a number" },
        { "PROGRESS", "payload.userId", "4411", "payload.userId: text is expected, not a number" },
        { "PROGRESS", "payload.userId", "\"\"", "payload.userId: 1 to 256 characters are expected, not 0" },
        { "PROGRESS", "payload.userLimitId", "{}", "payload.userLimitId: text is expected, not an object" },
        { "PROGRESS", "payload", "[]", "payload: the wrong kind of JSON value" },
        { "PROGRESS", "sequenceNumber", "1.5", "sequenceNumber: a whole number is expected, not '1.5'" },
        { "PROGRESS", "sequenceNumber", "-1", "sequenceNumber: 0 or more is expected, not -1" },
        { "PROGRESS", "sequenceNumber", "1e30", "sequenceNumber: a whole number is expected, not '1e30'" },
        { "PROGRESS", "createdAt", "\"2026-01-01\"", "createdAt: a whole number is expected, not a text" },
        { "PROGRESS", "createdAt", "1e15", "createdAt: epoch milliseconds of 0 to 253402300799999 are expected, not 1000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_broken_field_is_named_with_its_value_and_what_is_allowed(string type, string field, string json, string detail) =>
        await AssertBreaks(Valid(type).With(field, json), detail);

    [Fact]
    public async Task A_users_id_never_shows()
    {
        var longId = $"\"user-4411{new string('x', 300)}\"";

        await AssertBreaks(Valid("RESET").With("payload.userId", longId), "payload.userId: 1 to 256 characters are expected, not 309");
        await AssertBreaks(Valid("RESET").With("aggregateId", longId), "aggregateId: 1 to 256 characters are expected, not 309");
    }

    [Fact]
    public async Task A_long_value_is_cut_short() => await AssertBreaks(
        Valid("CREATED").With("payload.value", $"\"{new string('7', 5000)}\""),
        $"payload.value: a decimal amount, as text or number, is expected, not '{new string('7', 40)}…'");

    [Fact]
    public async Task Half_a_surrogate_in_an_id_is_a_break_and_no_crash()
    {
        var json = Valid("RESET").ToJsonString().Replace("\"u-4411\"", "\"\\ud800\"", StringComparison.Ordinal);

        var delivery = await _harness.DeliverAsync(json);

        Assert.Equal("schema", Assert.Single(delivery.Quarantined).Fault.Reason);
    }

    [Theory]
    [InlineData("PROGRESS", "payload.remainingAmount", "\"-3.00\"")]
    [InlineData("RESET", "payload.unusedAmount", "\"-3.00\"")]
    [InlineData("CREATED", "payload.nextResetTime", null)]
    [InlineData("CREATED", "context", null)]
    [InlineData("CREATED", "source", "17")]
    [InlineData("PROGRESS", "payload.amount", "\"0\"")]
    [InlineData("RESET", "payload.resetPercentage", "0.08")]
    public async Task What_is_allowed_is_let_through(string type, string field, string? json)
    {
        var delivery = await _harness.DeliverAsync(Valid(type).With(field, json));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
    }

    [Theory]
    [InlineData("100000000000000", "0.000000000000001", false)]
    [InlineData("0.000000000000001", "100000000000000", false)]
    [InlineData("10000000000000", "0.000000000000001", true)]
    [InlineData("0.1", "0.30000000000000004", true)]
    public async Task A_sum_that_no_decimal_holds_exactly_is_not_rounded(string previousProgress, string amount, bool isHeld)
    {
        var delivery = await _harness.DeliverAsync(Progress(1, amount, previousProgress).ToJsonString());

        if (isHeld)
            Assert.Equal(Number(previousProgress) + Number(amount), Assert.Single(delivery.Enrichments).GetProperty("progress").GetDecimal());
        else
            Assert.Equal(["schema: payload.amount: a sum with previousProgress of 28 digits at most is expected"], delivery.Reasons);

        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    async Task AssertBreaks(string json, string detail)
    {
        var delivery = await _harness.DeliverAsync(json);

        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
        var fault = Assert.Single(delivery.Quarantined).Fault;
        Assert.Equal("schema", fault.Reason);
        Assert.Equal(detail, fault.Detail);
        Assert.Empty(_harness.Store.Items);
    }
}
