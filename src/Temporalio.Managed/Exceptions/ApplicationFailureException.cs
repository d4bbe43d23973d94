using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>
/// A failure of user code. A workflow throws it to fail; an activity may throw it to say how it is to be retried. Any
/// other exception of an activity becomes one of these, retryable, with the exception's class name as its type.
/// </summary>
public class ApplicationFailureException : FailureException
{
    /// <param name="message">What went wrong.</param>
    /// <param name="errorType">A name that retry policies can match.</param>
    /// <param name="nonRetryable">True when another attempt is useless.</param>
    /// <param name="details">Values that travel with the failure.</param>
    /// <param name="nextRetryDelay">Time until the next attempt, instead of the retry policy's.</param>
    /// <param name="category">Benign failures are logged and counted less loudly.</param>
    public ApplicationFailureException(
        string message,
        string? errorType = null,
        bool nonRetryable = false,
        IReadOnlyCollection<object?>? details = null,
        TimeSpan? nextRetryDelay = null,
        ApplicationErrorCategory category = ApplicationErrorCategory.Unspecified)
        : this(message, null, errorType, nonRetryable, details, nextRetryDelay, category)
    {
    }

    /// <inheritdoc cref="ApplicationFailureException(string, string?, bool, IReadOnlyCollection{object?}?, TimeSpan?, ApplicationErrorCategory)" />
    public ApplicationFailureException(
        string message,
        Exception? inner,
        string? errorType = null,
        bool nonRetryable = false,
        IReadOnlyCollection<object?>? details = null,
        TimeSpan? nextRetryDelay = null,
        ApplicationErrorCategory category = ApplicationErrorCategory.Unspecified)
        : base(message, inner)
    {
        ErrorType = errorType;
        NonRetryable = nonRetryable;
        Details = new OutboundFailureDetails(details ?? []);
        NextRetryDelay = nextRetryDelay;
        Category = category;
    }

    protected internal ApplicationFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.ApplicationFailureInfo
            ?? throw new ArgumentException("The failure has no application failure info.", nameof(failure));
        ErrorType = info.Type.Length == 0 ? null : info.Type;
        NonRetryable = info.NonRetryable;
        Details = new InboundFailureDetails(converter, info.Details?.Payloads_);
        NextRetryDelay = info.NextRetryDelay?.ToTimeSpan();
        Category = info.Category;
    }

    /// <summary>The failure's type name, if it has one.</summary>
    public string? ErrorType { get; protected init; }

    /// <summary>True when another attempt is useless.</summary>
    public bool NonRetryable { get; protected init; }

    /// <summary>Values that travel with the failure; never null.</summary>
    public IFailureDetails Details { get; protected init; }

    /// <summary>Time until the next attempt, when it is not the retry policy's.</summary>
    public TimeSpan? NextRetryDelay { get; protected init; }

    /// <summary>The failure's category.</summary>
    public ApplicationErrorCategory Category { get; protected init; }
}
