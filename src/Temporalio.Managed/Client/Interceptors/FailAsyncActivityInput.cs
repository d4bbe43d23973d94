namespace Temporalio.Client.Interceptors;

/// <summary>A failure. Change it with a "with" expression; the constructor may grow.</summary>
public record FailAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    Exception Exception,
    AsyncActivityFailOptions? Options);
