using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;

namespace ActivityCore.Routing;

/// <summary>What the conditions of a definition's event triggers came to together: one that holds is enough.</summary>
/// <param name="Verdict">Match, miss or error.</param>
/// <param name="Because">Why; null for a match.</param>
internal sealed record TriggerVerdict(Verdict Verdict, string? Because)
{
    /// <summary>Decides on the event alone.</summary>
    public static TriggerVerdict Of(ActivityDefinition definition, IEnumerable<Trigger.OnEvent> triggers, EventEnvelope envelope)
    {
        var decisions = new List<RuleDecision>();
        foreach (var trigger in triggers)
        {
            var decision = TriggerCondition.Evaluate(definition, trigger, envelope);
            if (decision.Verdict == Verdict.Match)
            {
                return new(Verdict.Match, null);
            }

            decisions.Add(decision);
        }

        // An error beside misses is an error: had it been decided, it might have held.
        var verdict = decisions.Exists(decision => decision.Verdict == Verdict.Error) ? Verdict.Error : Verdict.Miss;
        return new(verdict, string.Join(" ", decisions.Select(decision => decision.Because)));
    }
}
