namespace KinesisEnricher.Cars;

/// <summary>How a car was serviced. Immutable.</summary>
sealed record ServiceBook
{
    public static ServiceBook Empty { get; } = new() { Services = [] };

    /// <summary>The last <see cref="Recent.Capacity"/>, in the order in which they came.</summary>
    public required IReadOnlyList<ServiceEntry> Services { get; init; }

    public bool Contains(string serviceId) => Services.Any(s => string.Equals(s.Id, serviceId, StringComparison.Ordinal));

    public ServiceBook Add(ServiceRecord service) => new()
    {
        Services = Recent.Append(Services, new ServiceEntry(service.Id, service.UpdatedAt, service.MileageAtService, service.ServiceDate)),
    };

    /// <summary>A new version of the car, moved forward by the services that it cannot know of yet.</summary>
    public Car MoveForward(Car car)
    {
        foreach (var service in Services)
        {
            if (service.UpdatedAt >= car.UpdatedAt)
                car = MoveForward(car, service.Mileage, service.Date);
        }
        return car;
    }

    /// <summary>The car with mileage and date of last service at least as given.</summary>
    public static Car MoveForward(Car car, long? mileage, DateTimeOffset? date) => car with
    {
        Mileage = mileage is null || car.Mileage > mileage ? car.Mileage : mileage,
        LastServiceDate = date is null || car.LastServiceDate > date ? car.LastServiceDate : date,
    };
}
