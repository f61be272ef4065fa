using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextConverter), typeof(WholeNumberConverter), typeof(AmountConverter), typeof(MomentConverter), typeof(TruthConverter)])]
[JsonSerializable(typeof(CarEvent))]
[JsonSerializable(typeof(EntityHead))]
[JsonSerializable(typeof(EntityHead.TypeOnly), TypeInfoPropertyName = "EntityTypeOnly")]
[JsonSerializable(typeof(Car))]
[JsonSerializable(typeof(Loan))]
[JsonSerializable(typeof(LoanPayment))]
[JsonSerializable(typeof(ServiceRecord))]
[JsonSerializable(typeof(PartUsed))]
[JsonSerializable(typeof(ServiceDetails))]
[JsonSerializable(typeof(EntityState))]
[JsonSerializable(typeof(CarsEnrichment))]
sealed partial class CarsJson : JsonSerializerContext;
