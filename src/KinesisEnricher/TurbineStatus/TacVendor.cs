namespace KinesisEnricher.TurbineStatus;

/// <summary>Turbines that report a TAC: a text code, which stands for itself.</summary>
sealed class TacVendor(string name, string signal) : TurbineVendor(name, signal)
{
    public override string RawStatusOf(string text) => text.Trim();
}
