using System.Globalization;
using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.Cars;

/// <summary>Events of one car with one loan; a test changes only what it is about. Times are minutes from a day's start.</summary>
static class CarEvents
{
    public const string CarKey = "CAR#car-1";
    public const string LoanKey = "LOAN#loan-1";

    static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Moment(int minute) => Start.AddMinutes(minute);

    public static string Time(int minute) => Moment(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Car(int at, long mileage = 42_000, string id = "car-1") => Entity("Car", id, at, new JsonObject
    {
        ["vin"] = "WVWZZZ1KZ8W000042",
        ["make"] = "Volvo",
        ["model"] = "V60",
        ["year"] = 2021,
        ["color"] = "blue",
        ["mileage"] = mileage,
        ["lastServiceDate"] = "2025-09-01",
        ["totalBalance"] = "20000.00",
        ["lastLoanPaymentDate"] = null,
        ["owner"] = new JsonObject { ["name"] = "Ida Example", ["since"] = 2021 },
    });

    public static JsonObject Loan(int at, string balance = "20000.00", string? monthly = "450.00", string id = "loan-1", string carId = "car-1")
    {
        var loan = Entity("Loan", id, at, new JsonObject
        {
            ["carId"] = carId,
            ["financialInstitution"] = "Example Bank",
            ["balance"] = balance,
            ["lastPaidDate"] = null,
            ["loanAmount"] = "24000.00",
            ["interestRate"] = 0.049,
            ["termMonths"] = 60,
            ["startDate"] = "2025-01-01",
            ["status"] = "active",
        });
        if (monthly is not null)
            loan["monthlyPayment"] = monthly;
        return loan;
    }

    public static JsonObject Payment(string id, int at, string amount = "450.00", string loan = "loan-1") =>
        Entity("LoanPayment", id, at, new JsonObject { ["loanId"] = loan, ["amount"] = amount, ["paymentDate"] = Time(at) });

    public static JsonObject Service(string id, int at, long? mileage = 45_000, string car = "car-1", string? date = "2026-03-01")
    {
        var service = Entity("ServiceRecord", id, at, new JsonObject
        {
            ["carId"] = car,
            ["amountPaid"] = "310.50",
            ["dealerId"] = "dealer-7",
            ["dealerName"] = "Example Motors",
            ["description"] = "45,000 mile service",
        });
        if (date is not null)
            service["serviceDate"] = date;
        if (mileage is not null)
            service["mileageAtService"] = mileage;
        return service;
    }

    public static JsonObject Part(string id, int at, string name = "Oil filter") => Entity("PartUsed", id, at, new JsonObject
    {
        ["serviceId"] = "service-1",
        ["partNumber"] = "OF-100",
        ["partName"] = name,
        ["quantity"] = 1,
        ["cost"] = "18.90",
    });

    public static JsonObject Details(string id, int at, string notes = "all well") => Entity("ServiceDetails", id, at, new JsonObject
    {
        ["serviceId"] = "service-1",
        ["carId"] = "car-1",
        ["dealerId"] = "dealer-7",
        ["dealerName"] = "Example Motors",
        ["technicianId"] = "tech-3",
        ["technicianName"] = "Sam Example",
        ["serviceNotes"] = notes,
        ["warrantyWork"] = false,
        ["partsUsed"] = new JsonArray("part-1", new JsonObject { ["partNumber"] = "OF-100" }),
    });

    /// <summary>The entities in an event of the type that fits the first.</summary>
    public static JsonObject Event(params JsonObject[] entities) => new()
    {
        ["eventHeader"] = new JsonObject
        {
            ["uuid"] = string.Join('-', entities.Select(entity => $"{entity["id"]}@{entity["entityHeader"]!["updatedAt"]}")),
            ["eventName"] = "Something happened",
            ["eventType"] = (string?)entities[0]["entityHeader"]!["entityType"] switch
            {
                "Car" => "CarCreated",
                "Loan" => "LoanCreated",
                "LoanPayment" => "LoanPaymentSubmitted",
                _ => "CarServiceDone",
            },
            ["createdDate"] = Time(600),
            ["savedDate"] = Time(601),
        },
        ["entities"] = new JsonArray([.. entities.Select(entity => entity.DeepClone())]),
    };

    static JsonObject Entity(string type, string id, int at, JsonObject fields)
    {
        var entity = new JsonObject
        {
            ["entityHeader"] = new JsonObject { ["entityId"] = id, ["entityType"] = type, ["createdAt"] = Time(at), ["updatedAt"] = Time(at) },
            ["id"] = id,
        };
        foreach (var (name, value) in fields.ToList())
        {
            fields.Remove(name);
            entity[name] = value;
        }
        return entity;
    }
}
