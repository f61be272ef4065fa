namespace KinesisEnricher.Core.Strategies;

/// <summary>An event plans more than <see cref="Plan.Most"/> of something.</summary>
sealed class PlanTooLargeException(string what) : Exception(FormattableString.Invariant($"the event plans more than {Plan.Most} {what}; at most {Plan.Most} are allowed"));
