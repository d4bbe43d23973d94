namespace Temporalio.Client.Interceptors;

/// <summary>A completion. Change it with a "with" expression; the constructor may grow.</summary>
public record CompleteAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    object? Result,
    AsyncActivityCompleteOptions? Options);
