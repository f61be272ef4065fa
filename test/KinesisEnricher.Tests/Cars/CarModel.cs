using System.Globalization;
using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.Cars;

/// <summary>
/// The rules once more, in the plainest way: one event after the other, everything remembered for ever, money in cents. It reads the events that
/// <see cref="CarEvents"/> makes and nothing else.
/// </summary>
sealed class CarModel
{
    sealed class Account
    {
        public string? CreatedAt;
        public string? UpdatedAt;
        public string? CarId;
        public bool HasMonthly;
        public long Cents;
        public long StatedCents;
        public long? Mileage;
        public long? StatedMileage;
        public readonly List<(string At, long Cents)> Payments = [];
        public readonly List<(string At, long? Mileage)> Services = [];
    }

    readonly SortedDictionary<string, Account> _items = new(StringComparer.Ordinal);

    /// <returns>The enrichment to be put out, or null for a duplicate.</returns>
    public string? Apply(JsonObject e)
    {
        var parts = e["entities"]!.AsArray().Select(entity => ApplyPart(entity!.AsObject())).ToList();
        if (parts.TrueForAll(part => part.Contains("\"duplicate\":true", StringComparison.Ordinal)))
            return null;
        var late = parts.Exists(part => part.Contains("\"late\":true", StringComparison.Ordinal)) ? ",\"late\":true" : "";
        return $$"""{"entities":[{{string.Join(',', parts)}}]{{late}}}""";
    }

    /// <summary>What each item must hold, but for those of which only parts were seen.</summary>
    public IEnumerable<(string Key, string Fields)> Items() => _items.Where(item => item.Value.UpdatedAt is not null).Select(item => (
        item.Key,
        Text(
            item.Value.CreatedAt!,
            item.Value.UpdatedAt!,
            item.Key.StartsWith("LOAN#", StringComparison.Ordinal) ? item.Value.Cents / 100m : null,
            item.Value.Mileage)));

    /// <summary>How many items there must be.</summary>
    public int Count => _items.Count;

    public static string Text(string createdAt, string updatedAt, decimal? balance, long? mileage) =>
        string.Create(CultureInfo.InvariantCulture, $"created {createdAt}, updated {updatedAt}, balance {balance:F2}, mileage {mileage}");

    string ApplyPart(JsonObject entity)
    {
        var type = (string)entity["entityHeader"]!["entityType"]!;
        var id = (string)entity["entityHeader"]!["entityId"]!;
        var at = (string)entity["entityHeader"]!["updatedAt"]!; // All in one notation: they compare as text.
        var (added, late) = type switch
        {
            "LoanPayment" => Payment(entity, id, at),
            "ServiceRecord" => (Service(entity, id, at), false),
            "Car" => ("", Replace($"CAR#{id}", at, car => Car(car, entity, at))),
            "Loan" => ("", Replace($"LOAN#{id}", at, loan => Loan(loan, entity, at))),
            "PartUsed" => ("", Replace($"PART#{id}", at, _ => { })),
            _ => ("", Replace($"DETAILS#{id}", at, _ => { })),
        };
        return $$"""{"entityType":"{{type}}","entityId":"{{id}}"{{added}}{{(late ? ",\"late\":true" : "")}}}""";
    }

    bool Replace(string key, string at, Action<Account> change)
    {
        var item = Item(key);
        if (item.UpdatedAt is not null && string.CompareOrdinal(at, item.UpdatedAt) < 0)
            return true;
        change(item);
        item.CreatedAt ??= at;
        item.UpdatedAt = at;
        return false;
    }

    static void Car(Account car, JsonObject entity, string at)
    {
        var stated = (long)entity["mileage"]!;
        if (car.UpdatedAt == at && car.StatedMileage == stated)
            return;
        (car.Mileage, car.StatedMileage) = (stated, stated);
        foreach (var service in car.Services.Where(s => string.CompareOrdinal(s.At, at) >= 0 && s.Mileage > car.Mileage))
            car.Mileage = service.Mileage;
    }

    static void Loan(Account loan, JsonObject entity, string at)
    {
        var stated = Cents(entity["balance"]!);
        if (loan.UpdatedAt != at || loan.StatedCents != stated)
            loan.Cents = stated - loan.Payments.Where(p => string.CompareOrdinal(p.At, at) > 0).Sum(p => p.Cents);
        loan.StatedCents = stated;
        loan.CarId = (string)entity["carId"]!;
        loan.HasMonthly = entity.ContainsKey("monthlyPayment");
    }

    (string Added, bool Late) Payment(JsonObject entity, string id, string at)
    {
        var loanId = (string)entity["loanId"]!;
        var isKnown = _items.ContainsKey($"PAYMENT#{id}");
        var loan = isKnown ? _items.GetValueOrDefault($"LOAN#{loanId}", new Account()) : Item($"LOAN#{loanId}");
        var late = !isKnown && loan.UpdatedAt is not null && string.CompareOrdinal(at, loan.UpdatedAt) < 0;
        if (!isKnown)
        {
            (Item($"PAYMENT#{id}").CreatedAt, Item($"PAYMENT#{id}").UpdatedAt) = (at, at);
            loan.Payments.Add((at, Cents(entity["amount"]!)));
            if (loan.UpdatedAt is not null && !late)
                loan.Cents -= Cents(entity["amount"]!);
        }
        var isLoanKnown = loan.UpdatedAt is not null;
        var left = !isLoanKnown || !loan.HasMonthly ? "null" : Number(Math.Max(0, (long)Math.Ceiling(loan.Cents / 45_000.0)));
        var added = isLoanKnown
            ? $",\"loanId\":\"{loanId}\",\"carId\":\"{loan.CarId}\",\"balanceAfterPayment\":{Number(loan.Cents / 100m)},\"paymentsLeft\":{left}"
            : $",\"loanId\":\"{loanId}\",\"carId\":null,\"balanceAfterPayment\":null,\"paymentsLeft\":null,\"incomplete\":true";
        return (added + (isKnown ? ",\"duplicate\":true" : ""), late);
    }

    string Service(JsonObject entity, string id, string at)
    {
        var carKey = $"CAR#{(string)entity["carId"]!}";
        var mileage = (long?)entity["mileageAtService"];
        var isKnown = _items.ContainsKey($"SERVICE#{id}");
        var car = isKnown ? _items.GetValueOrDefault(carKey, new Account()) : Item(carKey);
        var isCarKnown = car.UpdatedAt is not null;
        var miles = isKnown || !isCarKnown || mileage is null || mileage < car.Mileage ? "null" : Number(mileage.Value - car.Mileage!.Value);
        if (!isKnown)
        {
            (Item($"SERVICE#{id}").CreatedAt, Item($"SERVICE#{id}").UpdatedAt) = (at, at);
            car.Services.Add((at, mileage));
            if (isCarKnown && mileage > car.Mileage)
                car.Mileage = mileage;
        }
        var added = isCarKnown
            ? $",\"make\":\"Volvo\",\"model\":\"V60\",\"milesSinceLastService\":{miles}"
            : ",\"make\":null,\"model\":null,\"milesSinceLastService\":null,\"incomplete\":true";
        return added + (isKnown ? ",\"duplicate\":true" : "");
    }

    Account Item(string key)
    {
        if (!_items.TryGetValue(key, out var item))
            _items.Add(key, item = new Account());
        return item;
    }

    static long Cents(JsonNode amount) => (long)(decimal.Parse((string)amount!, CultureInfo.InvariantCulture) * 100);

    static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
