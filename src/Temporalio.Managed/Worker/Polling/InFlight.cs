namespace Temporalio.Worker.Polling;

/// <summary>Counts what is under way, to wait for its end. Thread-safe.</summary>
/// <param name="changed">Told of the number each time that it changes.</param>
internal sealed class InFlight(Action<int> changed)
{
    private readonly Lock _lock = new();
    private int _count;
    private TaskCompletionSource? _idle;

    public void Begin()
    {
        lock (_lock)
        {
            changed(++_count);
        }
    }

    /// <summary>False once somebody waits for the end.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_idle is not null)
            {
                return false;
            }
            changed(++_count);
            return true;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            changed(--_count);
            if (_count == 0)
            {
                _idle?.TrySetResult();
            }
        }
    }

    /// <summary>Done when nothing is under way. Nothing may begin meanwhile.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_count == 0)
            {
                _idle.TrySetResult();
            }
            return _idle.Task;
        }
    }
}
