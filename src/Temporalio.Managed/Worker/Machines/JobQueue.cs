using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>What workflow code has not been told yet.</summary>
internal sealed class JobQueue
{
    private List<ActivationJob> _jobs = [];
    private bool _ordered = true;

    public bool IsEmpty => _jobs.Count == 0;

    public void Add(ActivationJob job)
    {
        _ordered &= _jobs.Count == 0 || _jobs[^1].Order <= job.Order;
        _jobs.Add(job);
    }

    /// <summary>All jobs, in the order in which they are to be applied.</summary>
    public IReadOnlyList<ActivationJob> Drain()
    {
        var jobs = _jobs;
        if (!_ordered)
        {
            // Stable: equal jobs stay as they came.
            jobs = [.. jobs.OrderBy(j => j.Order)];
        }
        _jobs = [];
        _ordered = true;
        return jobs;
    }
}
