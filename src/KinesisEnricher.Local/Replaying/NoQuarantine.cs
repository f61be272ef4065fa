using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Local.Replaying;

/// <summary>Keeps nothing: a replayed record that is still poison lies in quarantine already.</summary>
sealed class NoQuarantine : IQuarantine
{
    public ValueTask KeepAsync(QuarantinedRecord record, CancellationToken cancellationToken) => default;
}
