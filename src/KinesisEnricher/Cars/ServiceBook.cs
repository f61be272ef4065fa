namespace KinesisEnricher.Cars;

/// <summary>
/// How a car was serviced. A service moves the car forward, whatever version of it is stored; a newer version states anew how far it is, and only the services that
/// it cannot know of move it on. A version that is put out a second time takes nothing back. Immutable.
/// </summary>
sealed record ServiceBook
{
    public static ServiceBook Empty { get; } = new() { Services = [] };

    /// <summary>The mileage that the stored version of the car stated, before any service; null while there is none.</summary>
    public long? StatedMileage { get; init; }

    /// <summary>The date of the last service that it stated.</summary>
    public DateTimeOffset? StatedServiceDate { get; init; }

    /// <summary>The last <see cref="Recent.Capacity"/>, in the order in which they came.</summary>
    public required IReadOnlyList<ServiceEntry> Services { get; init; }

    public bool Contains(string serviceId) => Services.Any(s => string.Equals(s.Id, serviceId, StringComparison.Ordinal));

    public ServiceBook Add(ServiceRecord service) => this with
    {
        Services = Recent.Append(Services, new ServiceEntry(service.Id, service.UpdatedAt, service.MileageAtService, service.ServiceDate)),
    };

    /// <summary>How far the car is once <paramref name="next"/> takes the place of <paramref name="stored"/>.</summary>
    public Car MoveForward(Car next, Car? stored)
    {
        // The same version again. Services older than it, and more than are listed, may have moved it since.
        if (stored is not null && next.UpdatedAt == stored.UpdatedAt && next.Mileage == StatedMileage && next.LastServiceDate == StatedServiceDate)
            return next with { Mileage = stored.Mileage, LastServiceDate = stored.LastServiceDate };
        foreach (var service in Services)
        {
            if (service.UpdatedAt >= next.UpdatedAt)
                next = MoveForward(next, service.Mileage, service.Date);
        }
        return next;
    }

    /// <summary>The car with mileage and date of last service at least as given.</summary>
    public static Car MoveForward(Car car, long? mileage, DateTimeOffset? date) => car with
    {
        Mileage = mileage is null || car.Mileage > mileage ? car.Mileage : mileage,
        LastServiceDate = date is null || car.LastServiceDate > date ? car.LastServiceDate : date,
    };
}
