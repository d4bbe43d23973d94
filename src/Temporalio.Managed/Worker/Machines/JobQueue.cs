using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>What workflow code has not been told yet.</summary>
internal sealed class JobQueue
{
    private List<ActivationJob> _jobs = [];
    private bool _ordered = true;
    private bool _closed;

    public bool IsEmpty => _jobs.Count == 0;

    public void Add(ActivationJob job)
    {
        if (_closed)
        {
            return;
        }
        _ordered &= _jobs.Count == 0 || _jobs[^1].Order <= job.Order;
        _jobs.Add(job);
    }

    /// <summary>Code that has ended is told nothing more: what it did then would come after its last command.</summary>
    public void Close()
    {
        _closed = true;
        _jobs.Clear();
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
