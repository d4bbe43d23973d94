using ActivityCore.Definitions;
using ActivityCore.Events;

namespace ActivityCore.Rules;

/// <summary>Decides an event trigger's own <c>when</c>, on the event alone and before any run is started. Pure and thread-safe, as <see cref="RuleEvaluator"/> is.</summary>
public static class TriggerCondition
{
    /// <summary>Stands for the trigger where records name a rule; no rule id can hold a colon.</summary>
    public const string RuleId = "trigger:when";

    /// <summary>The verdict with its explanation. <see cref="Verdict.Error"/> is no miss: the caller must not drop the event because of it.</summary>
    public static RuleDecision Evaluate(ActivityDefinition definition, Trigger.OnEvent trigger, EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(envelope);

        var scope = Scope.Create(definition, Occurrence.OfEvent(envelope), envelope, context: null);
        var explained = trigger.When is null
            ? new Condition.Explained(Verdict.Match, "Matched: the trigger has no condition.", [])
            : Condition.Evaluate(trigger.When, scope, new StepBudget(ExpressionLimits.MaxStepsPerRule));
        return new RuleDecision
        {
            RuleId = RuleId,
            Verdict = explained.Verdict,
            Condition = trigger.When?.Text,
            Because = explained.Because,
            Leaves = explained.Leaves,
        };
    }
}
