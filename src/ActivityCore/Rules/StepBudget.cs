namespace ActivityCore.Rules;

/// <summary>Counts steps, of one evaluation and of the rule that it belongs to. Once spent it stays spent.</summary>
internal sealed class StepBudget(int left, StepBudget? outer = null)
{
    private int _left = left;

    /// <summary>False where there are not that many left.</summary>
    public bool TrySpend(int steps)
    {
        if (steps > _left || (outer is not null && !outer.TrySpend(steps)))
        {
            _left = 0;
            return false;
        }

        _left -= steps;
        return true;
    }
}
