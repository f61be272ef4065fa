using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Cars;

/// <summary>
/// What an entity changes. An item's new value depends on that item and the entity alone, but for one thing: where a payment or service has its own item, its
/// loan or car has it already and stays as it is.
/// </summary>
static class EntityRules
{
    /// <returns>What to put out for the entity.</returns>
    public static EntityEnrichment Apply(Entity entity, StateItems<EntityState> items) => entity switch
    {
        LoanPayment payment => Apply(payment, items),
        ServiceRecord service => Apply(service, items),
        _ => Replace(entity, items),
    };

    static EntityEnrichment Replace(Entity entity, StateItems<EntityState> items)
    {
        var stored = items[entity.Key] ?? new EntityState();
        if (stored.IsNewerThan(entity))
            return EntityEnrichment.Of(entity, late: true);

        items[entity.Key] = entity switch
        {
            Loan loan => Replace(loan, stored),
            Car car => Replace(car, stored),
            _ => stored.With(entity),
        };
        return EntityEnrichment.Of(entity, late: false);
    }

    static EntityState Replace(Loan loan, EntityState stored)
    {
        var ledger = stored.Ledger ?? LoanLedger.Empty;
        var balance = ledger.BalanceOf(loan, (Loan?)stored.Entity);
        return stored.With(loan with { Balance = balance }) with { Ledger = ledger with { StatedBalance = loan.Balance } };
    }

    static EntityState Replace(Car car, EntityState stored)
    {
        var book = stored.ServiceBook ?? ServiceBook.Empty;
        return stored.With(book.MoveForward(car, (Car?)stored.Entity)) with
        {
            ServiceBook = book with { StatedMileage = car.Mileage, StatedServiceDate = car.LastServiceDate },
        };
    }

    static LoanPaymentEnrichment Apply(LoanPayment payment, StateItems<EntityState> items)
    {
        var loanKey = payment.ParentKey;
        var stored = items[loanKey] ?? new EntityState();
        var ledger = stored.Ledger ?? LoanLedger.Empty;
        var loan = (Loan?)stored.Entity;
        if (!IsNew(payment, ledger.Contains(payment.Id), items))
            return LoanPaymentEnrichment.Of(payment, loan, late: false, duplicate: true);

        // A loan that is newer than the payment states a balance that has it.
        var late = stored.IsNewerThan(payment);
        if (loan is not null && !late)
            loan = loan with { Balance = loan.Balance - payment.Amount };
        items[loanKey] = stored with { Entity = loan, Ledger = ledger.Add(payment) };
        return LoanPaymentEnrichment.Of(payment, loan, late, duplicate: false);
    }

    static ServiceRecordEnrichment Apply(ServiceRecord service, StateItems<EntityState> items)
    {
        var carKey = service.ParentKey;
        var stored = items[carKey] ?? new EntityState();
        var book = stored.ServiceBook ?? ServiceBook.Empty;
        var before = (Car?)stored.Entity;
        if (!IsNew(service, book.Contains(service.Id), items))
            return ServiceRecordEnrichment.Of(service, before, duplicate: true);

        var after = before is null ? null : ServiceBook.MoveForward(before, service.MileageAtService, service.ServiceDate);
        items[carKey] = stored with { Entity = after, ServiceBook = book.Add(service) };
        return ServiceRecordEnrichment.Of(service, before, duplicate: false);
    }

    /// <summary>
    /// Sees to the part's own item. One whose id its parent lists and that has no item yet was interrupted between the two writes: the item is made up for.
    /// </summary>
    static bool IsNew(Entity part, bool isListed, StateItems<EntityState> items)
    {
        if (items[part.Key] is not null)
            return false;
        items[part.Key] = new EntityState().With(part);
        return !isListed;
    }
}
