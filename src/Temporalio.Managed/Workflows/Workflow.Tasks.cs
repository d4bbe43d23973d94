namespace Temporalio.Workflows;

public static partial class Workflow
{
    /// <summary><see cref="Task.Run(Action)"/> on the workflow's scheduler.</summary>
    public static Task RunTaskAsync(Action action, CancellationToken? cancellationToken = null) =>
        Task.Factory.StartNew(action, cancellationToken ?? CancellationToken, TaskCreationOptions.None, TaskScheduler.Current);

    /// <summary><see cref="Task.Run{TResult}(Func{TResult})"/> on the workflow's scheduler.</summary>
    public static Task<TResult> RunTaskAsync<TResult>(Func<TResult> function, CancellationToken? cancellationToken = null) =>
        Task.Factory.StartNew(function, cancellationToken ?? CancellationToken, TaskCreationOptions.None, TaskScheduler.Current);

    /// <summary><see cref="Task.Run(Func{Task?})"/> on the workflow's scheduler.</summary>
    public static Task RunTaskAsync(Func<Task> function, CancellationToken? cancellationToken = null) =>
        Task.Factory.StartNew(function, cancellationToken ?? CancellationToken, TaskCreationOptions.None, TaskScheduler.Current)
            .Unwrap();

    /// <summary><see cref="Task.Run{TResult}(Func{Task{TResult}?})"/> on the workflow's scheduler.</summary>
    public static Task<TResult> RunTaskAsync<TResult>(
        Func<Task<TResult>> function, CancellationToken? cancellationToken = null) =>
        Task.Factory.StartNew(function, cancellationToken ?? CancellationToken, TaskCreationOptions.None, TaskScheduler.Current)
            .Unwrap();

    /// <summary>Deterministic form of <see cref="Task.WhenAny(Task[])"/>.</summary>
    public static Task<Task> WhenAnyAsync(params Task[] tasks) => Task.WhenAny(tasks);

    /// <summary>Deterministic form of <see cref="Task.WhenAny(IEnumerable{Task})"/>.</summary>
    public static Task<Task> WhenAnyAsync(IEnumerable<Task> tasks) => Task.WhenAny(tasks);

    /// <summary>Deterministic form of <see cref="Task.WhenAny{TResult}(Task{TResult}[])"/>.</summary>
    public static async Task<Task<TResult>> WhenAnyAsync<TResult>(params Task<TResult>[] tasks) =>
        // The generic form of the base library goes through the default scheduler.
        (Task<TResult>)await Task.WhenAny((Task[])tasks).ConfigureAwait(true);

    /// <summary>Deterministic form of <see cref="Task.WhenAny{TResult}(IEnumerable{Task{TResult}})"/>.</summary>
    public static async Task<Task<TResult>> WhenAnyAsync<TResult>(IEnumerable<Task<TResult>> tasks) =>
        (Task<TResult>)await Task.WhenAny((IEnumerable<Task>)tasks).ConfigureAwait(true);

    /// <summary>Same as <see cref="Task.WhenAll(IEnumerable{Task})"/>, which is deterministic.</summary>
    public static Task WhenAllAsync(IEnumerable<Task> tasks) => Task.WhenAll(tasks);

    /// <summary>Same as <see cref="Task.WhenAll(Task[])"/>, which is deterministic.</summary>
    public static Task WhenAllAsync(params Task[] tasks) => Task.WhenAll(tasks);

    /// <summary>Same as <see cref="Task.WhenAll{TResult}(IEnumerable{Task{TResult}})"/>, which is deterministic.</summary>
    public static Task<TResult[]> WhenAllAsync<TResult>(IEnumerable<Task<TResult>> tasks) => Task.WhenAll(tasks);

    /// <summary>Same as <see cref="Task.WhenAll{TResult}(Task{TResult}[])"/>, which is deterministic.</summary>
    public static Task<TResult[]> WhenAllAsync<TResult>(params Task<TResult>[] tasks) => Task.WhenAll(tasks);
}
