namespace ActivityCore.Storage;

/// <summary>A write in the queue.</summary>
internal abstract class SqliteWrite
{
    /// <summary>Runs it; false when it failed and is to be undone.</summary>
    public abstract Task<bool> TryRunAsync(Session session);

    /// <summary>The commit is on disk.</summary>
    public abstract void Complete();

    /// <summary>The commit came to nothing.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A write with its result, which the caller sees after the commit.</summary>
internal sealed class SqliteWrite<T>(Func<Session, Task<T>> work) : SqliteWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _error;

    public Task<T> Completion => _completion.Task;

    public override async Task<bool> TryRunAsync(Session session)
    {
        try
        {
            _result = await work(session);
            return true;
        }
        catch (Exception e)
        {
            _error = e;
            return false;
        }
    }

    public override void Complete()
    {
        if (_error is null)
        {
            _completion.SetResult(_result);
        }
        else
        {
            _completion.SetException(_error);
        }
    }

    public override void Fail(Exception error) => _completion.SetException(_error ?? error);
}
