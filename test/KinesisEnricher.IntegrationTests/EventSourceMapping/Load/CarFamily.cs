using System.Globalization;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>Cars with a loan each: payments lower the loan, services move the car's mileage forward, and each is an item of its own.</summary>
sealed class CarFamily : LoadFamily
{
    const int Cars = 12;
    static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly int[] _events = new int[Cars];
    readonly decimal[] _balances = new decimal[Cars];
    readonly int[] _mileages = new int[Cars];

    public override LoadEvent Next(Random random)
    {
        var car = random.Next(Cars);
        var number = ++_events[car];
        var (type, entity, body) = number switch
        {
            1 => Created(car),
            2 => Borrowed(car),
            _ when random.Next(3) == 0 => Serviced(car, number, miles: random.Next(1, 20)),
            _ => Paid(car, number, cents: random.Next(1, 2000)),
        };
        Item($"CAR#car-{car}")["entity.mileage"] = (decimal)_mileages[car];
        if (number > 1)
            Item($"LOAN#loan-{car}")["entity.balance"] = _balances[car];
        var id = string.Create(CultureInfo.InvariantCulture, $"car-{car}-{number}");
        var at = $"{Start.AddMinutes(number):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        return new LoadEvent($"car-{car}", Utf8(
            $$$"""
            {"eventHeader":{"uuid":"{{{id}}}","eventName":"an event","eventType":"{{{type}}}","createdDate":"{{{at}}}","savedDate":"{{{at}}}"},
            "entities":[{"entityHeader":{"entityId":"{{{entity}}}","entityType":"{{{EntityTypeOf(type)}}}","createdAt":"{{{at}}}","updatedAt":"{{{at}}}"},"id":"{{{entity}}}",{{{body}}} }]}
            """), Id: id);
    }

    static string EntityTypeOf(string type) => type switch
    {
        "CarCreated" => "Car",
        "LoanCreated" => "Loan",
        "CarServiceDone" => "ServiceRecord",
        _ => "LoanPayment",
    };

    (string, string, string) Created(int car)
    {
        _mileages[car] = 10_000;
        return ("CarCreated", $"car-{car}", """ "vin":"1HGCM82633A004352","make":"Honda","model":"Accord","year":2021,"mileage":10000 """);
    }

    (string, string, string) Borrowed(int car)
    {
        _balances[car] = 500_000;
        return ("LoanCreated", $"loan-{car}", $""" "carId":"car-{car}","balance":"500000.00","status":"active","monthlyPayment":"450.25" """);
    }

    (string, string, string) Serviced(int car, int number, int miles)
    {
        _mileages[car] += miles;
        var service = string.Create(CultureInfo.InvariantCulture, $"service-{car}-{number}");
        Item($"SERVICE#{service}")["entity.mileageAtService"] = (decimal)_mileages[car];
        return ("CarServiceDone", service, string.Create(CultureInfo.InvariantCulture, $""" "carId":"car-{car}","mileageAtService":{_mileages[car]} """));
    }

    (string, string, string) Paid(int car, int number, int cents)
    {
        var amount = cents / 100m;
        _balances[car] -= amount;
        var payment = string.Create(CultureInfo.InvariantCulture, $"payment-{car}-{number}");
        Item($"PAYMENT#{payment}")["entity.amount"] = amount;
        return ("LoanPaymentSubmitted", payment, string.Create(CultureInfo.InvariantCulture, $""" "loanId":"loan-{car}","amount":"{amount}" """));
    }
}
