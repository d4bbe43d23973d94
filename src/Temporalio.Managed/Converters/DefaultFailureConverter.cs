using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Failure.V1;
using Temporalio.Exceptions;

namespace Temporalio.Converters;

/// <summary>Converts exceptions to failures and back, causes included.</summary>
public class DefaultFailureConverter : IFailureConverter
{
    private const string HiddenMessage = "Encoded failure";

    public DefaultFailureConverter()
        : this(new DefaultFailureConverterOptions())
    {
    }

    protected DefaultFailureConverter(DefaultFailureConverterOptions options) => Options = options;

    /// <summary>The options; never change them.</summary>
    public DefaultFailureConverterOptions Options { get; private init; }

    /// <inheritdoc />
    public virtual Failure ToFailure(Exception exception, IPayloadConverter payloadConverter)
    {
        var known = exception as FailureException
            ?? new ApplicationFailureException(exception.Message, exception.InnerException, exception.GetType().Name);
        var failure = CreateFailure(known, exception.StackTrace, payloadConverter);
        // Of one that came over the wire the whole chain is readable again, except for what ToException could not read.
        for (var link = Options.EncodeCommonAttributes ? failure : null; link is not null; link = link.Cause)
        {
            if (link.EncodedAttributes is null || !string.Equals(link.Message, HiddenMessage, StringComparison.Ordinal))
                HideCommonAttributes(link, payloadConverter);
        }

        return failure;
    }

    /// <inheritdoc />
    public virtual Exception ToException(Failure failure, IPayloadConverter payloadConverter)
    {
        if (failure.EncodedAttributes is not null)
            ShowCommonAttributes(failure, payloadConverter);
        var inner = failure.Cause is null ? null : ToException(failure.Cause, payloadConverter);
        return failure.FailureInfoCase switch
        {
            Failure.FailureInfoOneofCase.ApplicationFailureInfo => new ApplicationFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.TimeoutFailureInfo => new TimeoutFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.CanceledFailureInfo => new CanceledFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.TerminatedFailureInfo => new TerminatedFailureException(failure, inner, null),
            Failure.FailureInfoOneofCase.ServerFailureInfo => new ServerFailureException(failure, inner),
            Failure.FailureInfoOneofCase.ActivityFailureInfo => new ActivityFailureException(failure, inner),
            Failure.FailureInfoOneofCase.ChildWorkflowExecutionFailureInfo => new ChildWorkflowFailureException(failure, inner),
            _ => new FailureException(failure, inner),
        };
    }

    private Failure CreateFailure(FailureException exception, string? stackTrace, IPayloadConverter converter)
    {
        // A failure that came over the wire goes back as it was; the copy keeps the exception's own untouched.
        if (exception.Failure is { } original)
            return original.Clone();
        var failure = new Failure
        {
            Message = exception.Message,
            StackTrace = stackTrace ?? string.Empty,
            Cause = exception.InnerException is { } inner ? ToFailure(inner, converter) : null,
        };
        switch (exception)
        {
            case ApplicationFailureException application:
                failure.ApplicationFailureInfo = new ApplicationFailureInfo
                {
                    Type = application.ErrorType ?? string.Empty,
                    NonRetryable = application.NonRetryable,
                    Details = ToPayloads(application.Details, converter),
                    NextRetryDelay = application.NextRetryDelay is { } delay ? Duration.FromTimeSpan(delay) : null,
                    Category = application.Category,
                };
                break;
            case CanceledFailureException canceled:
                failure.CanceledFailureInfo = new CanceledFailureInfo { Details = ToPayloads(canceled.Details, converter) };
                break;
        }

        return failure;
    }

    private static Api.Common.V1.Payloads? ToPayloads(IFailureDetails details, IPayloadConverter converter)
    {
        if (details.Count == 0)
            return null;
        var payloads = new Api.Common.V1.Payloads();
        payloads.Payloads_.AddRange(details is OutboundFailureDetails outbound
            ? outbound.Details.Select(converter.ToPayload)
            : ((InboundFailureDetails)details).Payloads);
        return payloads;
    }

    private static void HideCommonAttributes(Failure failure, IPayloadConverter converter)
    {
        failure.EncodedAttributes = converter.ToPayload(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["message"] = failure.Message,
            ["stack_trace"] = failure.StackTrace,
        });
        failure.Message = HiddenMessage;
        failure.StackTrace = string.Empty;
    }

    private static void ShowCommonAttributes(Failure failure, IPayloadConverter converter)
    {
        Dictionary<string, string>? attributes;
        try
        {
            attributes = converter.ToValue<Dictionary<string, string>?>(failure.EncodedAttributes);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException)
        {
            // Encoded by a converter that this process lacks: the failure is still worth showing without its text.
            return;
        }

        if (attributes is null)
            return;
        failure.Message = attributes.GetValueOrDefault("message") ?? failure.Message;
        failure.StackTrace = attributes.GetValueOrDefault("stack_trace") ?? failure.StackTrace;
    }

    /// <summary>The converter with <see cref="DefaultFailureConverterOptions.EncodeCommonAttributes" /> on.</summary>
    public class WithEncodedCommonAttributes : DefaultFailureConverter
    {
        public WithEncodedCommonAttributes()
            : base(new DefaultFailureConverterOptions { EncodeCommonAttributes = true })
        {
        }
    }
}
