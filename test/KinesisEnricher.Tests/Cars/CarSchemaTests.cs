using System.Text.Json.Nodes;
using KinesisEnricher.Cars;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

public sealed class CarSchemaTests
{
    const string Moment = "a date as ISO 8601, or as epoch milliseconds in a number or digits, is expected";
    const string Amount = "a decimal amount, as text or number, is expected";
    const string Bounds = "-1000000000000000 to 1000000000000000 is expected";
    const string VinRule = "vin: 17 characters of A-Z without I, O and Q, and digits are expected";

    readonly StrategyHarness _harness = new(new CarsStrategy());

    static JsonObject Valid(string type) => Event(type switch
    {
        "Car" => Car(1),
        "Loan" => Loan(1),
        "LoanPayment" => Payment("p", 1),
        "ServiceRecord" => Service("s", 1),
        "PartUsed" => Part("x", 1),
        _ => Details("d", 1),
    });

    public static TheoryData<string, string> RequiredFields
    {
        get
        {
            string[] ofHeader = ["", ".entityId", ".entityType", ".createdAt", ".updatedAt"];
            var data = new TheoryData<string, string> { { "Car", "eventHeader.eventName" }, { "Car", "entities" } };
            foreach (var type in EntityTypes.All)
            {
                foreach (var name in ofHeader)
                    data.Add(type, $"entities.0.entityHeader{name}");
            }
            foreach (var (type, names) in ((string, string[])[])
                [
                    ("Car", ["vin", "make", "model", "year"]), ("Loan", ["carId", "balance"]), ("LoanPayment", ["loanId", "amount"]),
                    ("ServiceRecord", ["carId"]), ("PartUsed", ["serviceId"]), ("ServiceDetails", ["serviceId"]),
                ])
            {
                foreach (var name in names)
                    data.Add(type, $"entities.0.{name}");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RequiredFields))]
    public async Task A_missing_required_field_is_named(string type, string field)
    {
        var detail = $"{field.Replace(".0", "[0]")}: required";

        await AssertBreaks(Valid(type).With(field, null), detail);
        await AssertBreaks(Valid(type).With(field, "null"), detail);
    }

    public static TheoryData<string, string> OptionalFields
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in (string[])["uuid", "createdDate", "savedDate"])
                data.Add("Car", $"eventHeader.{name}");
            foreach (var (type, names) in ((string, string[])[])
                [
                    ("Car", ["id", "color", "mileage", "lastServiceDate", "totalBalance", "lastLoanPaymentDate", "owner"]),
                    ("Loan", ["financialInstitution", "lastPaidDate", "loanAmount", "interestRate", "termMonths", "startDate", "status", "monthlyPayment"]),
                    ("LoanPayment", ["paymentDate"]),
                    ("ServiceRecord", ["serviceDate", "amountPaid", "dealerId", "dealerName", "mileageAtService", "description"]),
                    ("PartUsed", ["partNumber", "partName", "quantity", "cost"]),
                    (
                        "ServiceDetails",
                        ["carId", "dealerId", "dealerName", "technicianId", "technicianName", "serviceNotes", "warrantyWork", "partsUsed"]
                    ),
                ])
            {
                foreach (var name in names)
                    data.Add(type, $"entities.0.{name}");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OptionalFields))]
    public async Task Any_other_field_may_be_absent_or_null(string type, string field)
    {
        await AssertFits(Valid(type).With(field, null));
        await AssertFits(Valid(type).With(field, "null"));
    }

    public static TheoryData<string, string, string, string> Breaks => new()
    {
        { "Car", "entities", "[]", "entities: an array of 1 or more entities is expected, not an empty one" },
        { "Car", "entities", "{}", "entities: an array of 1 or more entities is expected, not an object" },
        { "Car", "entities", "7", "entities: an array of 1 or more entities is expected, not a number" },
        { "Car", "entities.0", "null", "entities[0]: an object is expected, not null" },
        { "Car", "entities.0", "[]", "entities[0]: an object is expected, not an array" },
        { "Car", "entities.0", "true", "entities[0]: an object is expected, not a boolean" },
        { "Car", "entities.0.entityHeader", "\"h\"", "entities[0].entityHeader: an object is expected, not a text" },
        {
            "Car", "entities.0.entityHeader.entityType", "\"Boat\"",
            "entities[0].entityHeader.entityType: one of Car, Loan, LoanPayment, ServiceRecord, PartUsed, ServiceDetails is expected, not 'Boat'"
        },
        {
            "Car", "entities.0.entityHeader.entityType", "\"car\"",
            "entities[0].entityHeader.entityType: one of Car, Loan, LoanPayment, ServiceRecord, PartUsed, ServiceDetails is expected, not 'car'"
        },
        { "Car", "entities.0.entityHeader.entityType", "1", "entities[0].entityHeader.entityType: text is expected, not a number" },
        { "Car", "entities.0.entityHeader.entityId", "1", "entities[0].entityHeader.entityId: text is expected, not a number" },
        { "Car", "entities.0.entityHeader.entityId", "\"\"", "entities[0].entityHeader.entityId: 1 to 256 characters are expected, not 0" },
        { "Car", "entities.0.entityHeader.updatedAt", "\"soon\"", $"entities[0].entityHeader.updatedAt: {Moment}, not 'soon'" },
        { "Car", "eventHeader.uuid", "\"\"", "eventHeader.uuid: 1 to 256 characters are expected, not 0" },
        { "Car", "eventHeader.eventName", "\"\"", "eventHeader.eventName: 1 to 256 characters are expected, not 0" },
        { "Car", "eventHeader.eventName", "5", "eventHeader.eventName: text is expected, not a number" },
        { "Car", "eventHeader.createdDate", "\"03/01/2026\"", $"eventHeader.createdDate: {Moment}, not '03/01/2026'" },
        { "Car", "eventHeader.savedDate", "false", $"eventHeader.savedDate: {Moment}, not a boolean" },
        { "Car", "entities.0.vin", "\"WVWZZZ1KZ8W00004\"", $"entities[0].{VinRule}, not a text of 16" },
        { "Car", "entities.0.vin", "\"WVWZZZ1KZ8W0000422\"", $"entities[0].{VinRule}, not a text of 18" },
        { "Car", "entities.0.vin", "\"IVWZZZ1KZ8W000042\"", $"entities[0].{VinRule}, not a text with others" },
        { "Car", "entities.0.vin", "\"WVWZZZ1KZ8W00O042\"", $"entities[0].{VinRule}, not a text with others" },
        { "Car", "entities.0.vin", "\"WVWZZZ1KZ8W00Q042\"", $"entities[0].{VinRule}, not a text with others" },
        { "Car", "entities.0.vin", "\"wvwzzz1kz8w000042\"", $"entities[0].{VinRule}, not a text with others" },
        { "Car", "entities.0.vin", "\"WVWZZZ1KZ8W00004Ä\"", $"entities[0].{VinRule}, not a text with others" },
        { "Car", "entities.0.vin", "12345678901234567", "entities[0].vin: text is expected, not a number" },
        { "Car", "entities.0.make", "[]", "entities[0].make: text is expected, not an array" },
        { "Car", "entities.0.year", "1899", "entities[0].year: 1900 to 2030 is expected, not 1899" },
        { "Car", "entities.0.year", "2031", "entities[0].year: 1900 to 2030 is expected, not 2031" },
        { "Car", "entities.0.year", "2021.5", "entities[0].year: a whole number is expected, not '2021.5'" },
        { "Car", "entities.0.year", "\"2021\"", "entities[0].year: a whole number is expected, not a text" },
        { "Car", "entities.0.mileage", "-1", "entities[0].mileage: 0 to 999999 is expected, not -1" },
        { "Car", "entities.0.mileage", "1000000", "entities[0].mileage: 0 to 999999 is expected, not 1000000" },
        { "Car", "entities.0.mileage", "{}", "entities[0].mileage: a whole number is expected, not an object" },
        { "Car", "entities.0.totalBalance", "\"-0.01\"", "entities[0].totalBalance: 0 to 1000000000000000 is expected, not -0.01" },
        { "Car", "entities.0.totalBalance", "\"1,000.00\"", $"entities[0].totalBalance: {Amount}, not '1,000.00'" },
        { "Car", "entities.0.lastServiceDate", "\"2026-02-30\"", $"entities[0].lastServiceDate: {Moment}, not '2026-02-30'" },
        { "Car", "entities.0.lastLoanPaymentDate", "253402300800000", $"entities[0].lastLoanPaymentDate: {Moment}, not '253402300800000'" },
        { "Car", "entities.0.lastLoanPaymentDate", "\"253402300800000\"", $"entities[0].lastLoanPaymentDate: {Moment}, not '253402300800000'" },
        { "Car", "entities.0.lastLoanPaymentDate", "0.5", $"entities[0].lastLoanPaymentDate: {Moment}, not '0.5'" },
        { "Car", "entities.0.lastLoanPaymentDate", "\"\"", $"entities[0].lastLoanPaymentDate: {Moment}, not ''" },
        { "Car", "entities.0.owner", "7", "entities[0].owner: text, an object or an array is expected, not a number" },
        { "Loan", "entities.0.carId", "\"\"", "entities[0].carId: 1 to 256 characters are expected, not 0" },
        { "Loan", "entities.0.balance", "\"a lot\"", $"entities[0].balance: {Amount}, not 'a lot'" },
        { "Loan", "entities.0.balance", "\"1000000000000000.01\"", $"entities[0].balance: {Bounds}, not 1000000000000000.01" },
        { "Loan", "entities.0.balance", "-1000000000000001", $"entities[0].balance: {Bounds}, not -1000000000000001" },
        { "Loan", "entities.0.loanAmount", "true", $"entities[0].loanAmount: {Amount}, not a boolean" },
        { "Loan", "entities.0.interestRate", "-0.01", "entities[0].interestRate: 0 to 1000000000000000 is expected, not -0.01" },
        { "Loan", "entities.0.termMonths", "0", "entities[0].termMonths: 1 to 480 is expected, not 0" },
        { "Loan", "entities.0.termMonths", "481", "entities[0].termMonths: 1 to 480 is expected, not 481" },
        { "Loan", "entities.0.status", "\"open\"", "entities[0].status: one of active, paid_off, defaulted, cancelled is expected, not 'open'" },
        { "Loan", "entities.0.status", "\"Active\"", "entities[0].status: one of active, paid_off, defaulted, cancelled is expected, not 'Active'" },
        { "Loan", "entities.0.monthlyPayment", "0.000000001", "entities[0].monthlyPayment: 0, or 0.00000001 or more, is expected, not 0.000000001" },
        { "LoanPayment", "entities.0.loanId", "12", "entities[0].loanId: text is expected, not a number" },
        { "LoanPayment", "entities.0.amount", "\"\"", $"entities[0].amount: {Amount}, not ''" },
        { "LoanPayment", "entities.0.paymentDate", "[]", $"entities[0].paymentDate: {Moment}, not an array" },
        { "ServiceRecord", "entities.0.mileageAtService", "1000000", "entities[0].mileageAtService: 0 to 999999 is expected, not 1000000" },
        { "ServiceRecord", "entities.0.mileageAtService", "-1", "entities[0].mileageAtService: 0 to 999999 is expected, not -1" },
        { "ServiceRecord", "entities.0.amountPaid", "{}", $"entities[0].amountPaid: {Amount}, not an object" },
        { "PartUsed", "entities.0.quantity", "\"two\"", $"entities[0].quantity: {Amount}, not 'two'" },
        { "PartUsed", "entities.0.cost", "1e16", $"entities[0].cost: {Bounds}, not 10000000000000000" },
        { "ServiceDetails", "entities.0.warrantyWork", "\"yes\"", "entities[0].warrantyWork: true or false is expected, not a text" },
        { "ServiceDetails", "entities.0.partsUsed", "\"many\"", "entities[0].partsUsed: an array is expected" },
        { "ServiceDetails", "entities.0.partsUsed", "{}", "entities[0].partsUsed: an array is expected" },
        { "ServiceDetails", "entities.0.technicianName", "17", "entities[0].technicianName: text is expected, not a number" },
        { "ServiceDetails", "entities.0.carId", "\"\"", "entities[0].carId: 1 to 256 characters are expected, not 0" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_broken_field_is_named_with_its_value_and_what_is_allowed(string type, string field, string json, string detail) =>
        await AssertBreaks(Valid(type).With(field, json), detail);

    public static TheoryData<string, string, string> Edges => new()
    {
        { "Car", "entities.0.vin", "\"ABCDEFGHJKLMNPRST\"" },
        { "Car", "entities.0.vin", "\"UVWXYZ01234567899\"" },
        { "Car", "entities.0.year", "1900" },
        { "Car", "entities.0.year", "2030.0" },
        { "Car", "entities.0.mileage", "0" },
        { "Car", "entities.0.mileage", "999999.0" },
        { "Car", "entities.0.totalBalance", "0" },
        { "Car", "entities.0.totalBalance", "\"39444.00\"" },
        { "Car", "entities.0.owner", "\"Ida Example\"" },
        { "Car", "entities.0.owner", "{\"a\":{\"b\":[1,{\"c\":1e400}]}}" },
        { "Car", "entities.0.lastServiceDate", "\"2026-03-01T10:20:30.1234567+05:30\"" },
        { "Car", "entities.0.lastServiceDate", "\"2026-03-01T10:20:30.123+0530\"" },
        { "Car", "entities.0.lastServiceDate", "\"2026-03-01T10:20:30+0000\"" },
        { "Car", "entities.0.lastServiceDate", "\"2026-03-01T10:20-0100\"" },
        { "Car", "entities.0.lastServiceDate", "-62135596800000" },
        { "Car", "entities.0.lastServiceDate", "253402300799999" },
        { "Car", "entities.0.lastServiceDate", "\"0\"" },
        { "Loan", "entities.0.financialInstitution", "{\"name\":\"Example Bank\",\"branch\":7}" },
        { "Loan", "entities.0.balance", "\"-12.50\"" },
        { "Loan", "entities.0.balance", "\"1000000000000000\"" },
        { "Loan", "entities.0.interestRate", "0" },
        { "Loan", "entities.0.interestRate", "1" },
        { "Loan", "entities.0.interestRate", "499" },
        { "Loan", "entities.0.termMonths", "1" },
        { "Loan", "entities.0.termMonths", "480" },
        { "Loan", "entities.0.status", "\"paid_off\"" },
        { "Loan", "entities.0.status", "\"defaulted\"" },
        { "Loan", "entities.0.status", "\"cancelled\"" },
        { "Loan", "entities.0.monthlyPayment", "0.00000001" },
        { "LoanPayment", "entities.0.amount", "\"0\"" },
        { "LoanPayment", "entities.0.amount", "-5" },
        { "ServiceRecord", "entities.0.mileageAtService", "0" },
        { "ServiceRecord", "entities.0.mileageAtService", "999999" },
        { "PartUsed", "entities.0.quantity", "4.5" },
        { "ServiceDetails", "entities.0.warrantyWork", "true" },
        { "ServiceDetails", "entities.0.partsUsed", "[]" },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task What_is_just_allowed_is_let_through(string type, string field, string json) => await AssertFits(Valid(type).With(field, json));

    [Fact]
    public async Task The_entity_that_breaks_is_named_by_its_place()
    {
        await AssertBreaks(Event(Car(1), Loan(1), Payment("p", 2)).With("entities.2.amount", "\"x\""), $"entities[2].amount: {Amount}, not 'x'");
        await AssertBreaks(Event(Car(1), Loan(1), Payment("p", 2)).With("entities.1.termMonths", "0"), "entities[1].termMonths: 1 to 480 is expected, not 0");
    }

    [Theory]
    [InlineData("ServiceDetails", "technicianName")]
    [InlineData("Car", "owner")]
    [InlineData("Car", "make")]
    [InlineData("LoanPayment", "loanId")]
    public async Task Half_a_surrogate_is_a_break_and_no_crash(string type, string field)
    {
        var delivery = await _harness.DeliverAsync(Valid(type).With($"entities.0.{field}", "\"@\"").Replace("\"@\"", "\"\\ud800\"", StringComparison.Ordinal));

        Assert.Equal("schema", Assert.Single(delivery.Quarantined).Fault.Reason);
    }

    [Fact]
    public async Task Half_a_surrogate_where_nobody_looks_does_no_harm()
    {
        await AssertFits(Valid("Car").With("entities.0.owner", "{\"half\":\"@\"}").Replace("\"@\"", "\"\\ud800\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_car_with_a_broken_event_between_its_good_ones_does_not_notice_it()
    {
        var delivery = await _harness.DeliverAsync(
            Event(Loan(1)).ToJsonString(), Valid("LoanPayment").With("entities.0.amount", "[]"), Event(Payment("p", 2)).ToJsonString());

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(19_550, _harness.State(LoanKey).GetProperty("entity").GetProperty("balance").GetDecimal());
    }

    static async Task AssertFits(string json)
    {
        var delivery = await new StrategyHarness(new CarsStrategy()).DeliverAsync(json);

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
    }

    async Task AssertBreaks(string json, string detail)
    {
        var delivery = await _harness.DeliverAsync(json);

        Assert.Equal([Outcome.Quarantined], delivery.Outcomes);
        var fault = Assert.Single(delivery.Quarantined).Fault;
        Assert.Equal(("schema", detail), (fault.Reason, fault.Detail));
        Assert.Empty(_harness.Store.Items);
    }
}
