using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>An entity by the type that its header names.</summary>
sealed class EntityConverter : JsonConverter<Entity>
{
    public override Entity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return EntityReader.Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Entity value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Car car:
                JsonSerializer.Serialize(writer, car, CarsJson.Default.Car);
                break;
            case Loan loan:
                JsonSerializer.Serialize(writer, loan, CarsJson.Default.Loan);
                break;
            case LoanPayment payment:
                JsonSerializer.Serialize(writer, payment, CarsJson.Default.LoanPayment);
                break;
            case ServiceRecord service:
                JsonSerializer.Serialize(writer, service, CarsJson.Default.ServiceRecord);
                break;
            case PartUsed part:
                JsonSerializer.Serialize(writer, part, CarsJson.Default.PartUsed);
                break;
            default:
                JsonSerializer.Serialize(writer, (ServiceDetails)value, CarsJson.Default.ServiceDetails);
                break;
        }
    }
}
