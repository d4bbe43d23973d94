using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;

namespace Temporalio.Managed.Tests.Converters;

public class FailureConverterTests
{
    private static readonly DataConverter Sut = DataConverter.Default;

    [Fact]
    public async Task ToFailure_ApplicationFailure_KeepsEverything()
    {
        var thrown = Thrown(new ApplicationFailureException(
            "message", new InvalidOperationException("cause"), "Kind", nonRetryable: true, details: [1, null], TimeSpan.FromSeconds(5), ApplicationErrorCategory.Benign));

        var failure = await Sut.ToFailureAsync(thrown);
        var read = Assert.IsType<ApplicationFailureException>(await Sut.ToExceptionAsync(failure));

        Assert.Equal(("message", "Kind", true, TimeSpan.FromSeconds(5), ApplicationErrorCategory.Benign), (read.Message, read.ErrorType, read.NonRetryable, read.NextRetryDelay, read.Category));
        Assert.Equal((2, 1, null), (read.Details.Count, read.Details.ElementAt<int>(0), read.Details.ElementAt<string?>(1)));
        Assert.Equal(thrown.StackTrace, read.StackTrace);
        var cause = Assert.IsType<ApplicationFailureException>(read.InnerException);
        Assert.Equal(("cause", "InvalidOperationException", false), (cause.Message, cause.ErrorType, cause.NonRetryable));
    }

    [Fact]
    public async Task ToFailure_OtherException_IsARetryableApplicationFailure()
    {
        var thrown = Thrown(new InvalidOperationException("oops"));

        var failure = await Sut.ToFailureAsync(thrown);

        Assert.Equal(("oops", "InvalidOperationException", false), (failure.Message, failure.ApplicationFailureInfo.Type, failure.ApplicationFailureInfo.NonRetryable));
        Assert.Equal(thrown.StackTrace, failure.StackTrace);
        Assert.Null(failure.ApplicationFailureInfo.Details);
    }

    [Fact]
    public async Task ToFailure_FromTheWire_GoesBackAsItWas()
    {
        var failure = ActivityFailed(new Failure { Message = "canceled", CanceledFailureInfo = new() });

        var exception = await Sut.ToExceptionAsync(failure.Clone());
        var again = await Sut.ToFailureAsync(exception);

        Assert.Equal(failure, again);
        var activity = Assert.IsType<ActivityFailureException>(exception);
        Assert.Equal(("work", "7", RetryState.CancelRequested), (activity.ActivityType, activity.ActivityId, activity.RetryState));
        Assert.Null(activity.Identity);
        Assert.True(TemporalException.IsCanceledException(activity));
    }

    public static TheoryData<Failure, Type> Kinds => new()
    {
        { new Failure { ApplicationFailureInfo = new() }, typeof(ApplicationFailureException) },
        { new Failure { CanceledFailureInfo = new() }, typeof(CanceledFailureException) },
        { new Failure { TimeoutFailureInfo = new() }, typeof(TimeoutFailureException) },
        { new Failure { TerminatedFailureInfo = new() }, typeof(TerminatedFailureException) },
        { new Failure { ServerFailureInfo = new() }, typeof(ServerFailureException) },
        { new Failure { ActivityFailureInfo = new() }, typeof(ActivityFailureException) },
        { new Failure { ChildWorkflowExecutionFailureInfo = new() }, typeof(ChildWorkflowFailureException) },
        { new Failure { ResetWorkflowFailureInfo = new() }, typeof(FailureException) },
        { new Failure(), typeof(FailureException) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ToException_EachKind_HasItsType(Failure failure, Type type) => Assert.IsType(type, await Sut.ToExceptionAsync(failure));

    [Fact]
    public async Task EncodeCommonAttributes_WithCodec_HidesTextsOfTheWholeChain()
    {
        var hiding = new DataConverter(new DefaultPayloadConverter(), new DefaultFailureConverter.WithEncodedCommonAttributes(), new XorCodec());

        var failure = await hiding.ToFailureAsync(Thrown(new ApplicationFailureException("outer secret", new InvalidOperationException("inner secret"), details: ["detail secret"])));

        Assert.Equal(("Encoded failure", ""), (failure.Message, failure.StackTrace));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        var read = await hiding.ToExceptionAsync(failure);
        Assert.Equal(("outer secret", "inner secret"), (read.Message, read.InnerException!.Message));
        Assert.Contains(nameof(Thrown), read.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EncodeCommonAttributes_OfARethrownFailure_HidesTheTextsOfItsCausesAgain()
    {
        var hiding = new DataConverter(new DefaultPayloadConverter(), new DefaultFailureConverter.WithEncodedCommonAttributes(), new XorCodec());
        var received = ActivityFailed(await hiding.ToFailureAsync(Thrown(new ApplicationFailureException("outer secret", new InvalidOperationException("inner secret")))));
        var rethrown = await hiding.ToExceptionAsync(received);
        Assert.Equal("outer secret", rethrown.InnerException!.Message);

        var failure = await hiding.ToFailureAsync(rethrown);

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        var read = await hiding.ToExceptionAsync(failure);
        Assert.Equal(
            ("activity failed", "outer secret", "inner secret"),
            (read.Message, read.InnerException!.Message, read.InnerException.InnerException!.Message));
    }

    [Fact]
    public async Task EncodeCommonAttributes_OfAFailureThatCouldNotBeRead_LeavesItAsItWas()
    {
        var hiding = new DataConverter(new DefaultPayloadConverter(), new DefaultFailureConverter.WithEncodedCommonAttributes());
        var unreadable = new Failure { Message = "Encoded failure", EncodedAttributes = new() { Data = Google.Protobuf.ByteString.CopyFromUtf8("?") } };

        var again = await hiding.ToFailureAsync(await hiding.ToExceptionAsync(unreadable.Clone()));

        Assert.Equal(unreadable, again);
    }

    [Fact]
    public async Task EncodedAttributes_Unreadable_LeaveTheFailureReadable()
    {
        var failure = new Failure { Message = "Encoded failure", EncodedAttributes = new() { Data = Google.Protobuf.ByteString.CopyFromUtf8("?") } };

        Assert.Equal("Encoded failure", (await Sut.ToExceptionAsync(failure)).Message);
    }

    [Fact]
    public void Details_OutOfRange_IsAnArgumentError()
    {
        var details = new ApplicationFailureException("x", details: ["a"]).Details;

        Assert.Throws<ArgumentOutOfRangeException>(() => details.ElementAt<string>(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => details.ElementAt<string>(-1));
    }

    [Fact]
    public void IsCanceled_Shapes_AreRecognised()
    {
        var canceled = new CanceledFailureException("x");

        Assert.True(TemporalException.IsCanceledException(new TaskCanceledException()));
        Assert.True(TemporalException.IsCanceledException(canceled));
        Assert.True(TemporalException.IsCanceledException(new ChildWorkflowFailureException(new() { ChildWorkflowExecutionFailureInfo = new() }, canceled)));
        Assert.False(TemporalException.IsCanceledException(new ApplicationFailureException("x", canceled)));
    }

    private static Failure ActivityFailed(Failure cause) => new()
    {
        Message = "activity failed",
        Cause = cause,
        ActivityFailureInfo = new() { ActivityType = new() { Name = "work" }, ActivityId = "7", RetryState = RetryState.CancelRequested },
    };

    private static T Thrown<T>(T exception)
        where T : Exception
    {
        try
        {
            throw exception;
        }
        catch (T thrown)
        {
            return thrown;
        }
    }
}
