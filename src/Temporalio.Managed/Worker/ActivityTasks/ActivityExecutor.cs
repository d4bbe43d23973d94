using Temporalio.Activities;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>Runs the code of activities and turns whatever comes of it into an outcome. Never throws.</summary>
internal sealed class ActivityExecutor(WorkerServices services, ActivityRegistry registry)
{
    public ActivityRegistry Registry => registry;

    public Task<ActivityOutcome> ExecuteAsync(ActivityAttempt attempt) =>
        services.Options.ActivityTaskFactory.StartNew(() => RunAsync(attempt), CancellationToken.None, TaskCreationOptions.None, services.Options.ActivityTaskFactory.Scheduler ?? TaskScheduler.Default).Unwrap();

    private async Task<ActivityOutcome> RunAsync(ActivityAttempt attempt)
    {
        var converter = services.DataConverter;
        ActivityExecutionContext.SetCurrent(attempt.Context);
        using var scope = attempt.Context.Logger.BeginScope(attempt.Context.Info.CreateLoggerScope());
        try
        {
            return await InvokeAsync(attempt, converter).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return await FailedAsync(converter, e).ConfigureAwait(false);
        }
        finally
        {
            ActivityExecutionContext.SetCurrent(null);
        }
    }

    private async Task<ActivityOutcome> InvokeAsync(ActivityAttempt attempt, DataConverter converter)
    {
        var context = attempt.Context;
        try
        {
            var definition = registry.Find(context.Info.ActivityType);
            var args = await DecodeAsync(definition, attempt, converter).ConfigureAwait(false);
            if (converter.PayloadCodec is { } codec && !context.Info.IsLocal && attempt.Header is { } header)
            {
                await new WorkflowTasks.PayloadCodecVisitor(codec, encode: false).VisitAsync(header.Fields).ConfigureAwait(false);
            }
            var inbound = Intercept(context);
            var result = await inbound.ExecuteActivityAsync(new(definition, args, attempt.Header?.Fields)).ConfigureAwait(false);
            return new ActivityOutcome.Completed(
                await converter.ToPayloadAsync(result is ValueTuple ? null : result).ConfigureAwait(false));
        }
        catch (CompleteAsyncException)
        {
            return new ActivityOutcome.Elsewhere();
        }
        catch (OperationCanceledException) when (attempt.HeartbeatFailure is { } failure)
        {
            return await FailedAsync(converter, failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (context.CancellationDetails is { IsPaused: true })
        {
            return await FailedAsync(converter, new ApplicationFailureException("Activity paused", e, "ActivityPause")).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (context.CancellationDetails is { IsReset: true })
        {
            return await FailedAsync(converter, new ApplicationFailureException("Activity reset", e, "ActivityReset")).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (
            context.CancelReason is ActivityCancelReason.CancelRequested or ActivityCancelReason.GoneFromServer or ActivityCancelReason.Timeout)
        {
            return new ActivityOutcome.Cancelled();
        }
        catch (Exception e)
        {
            return await FailedAsync(converter, e).ConfigureAwait(false);
        }
    }

    /// <summary>Heartbeats pass through the interceptors from here on.</summary>
    private ActivityInboundInterceptor Intercept(ActivityExecutionContext context)
    {
        var innermost = new InboundHandler();
        ActivityInboundInterceptor inbound = innermost;
        for (var i = services.Interceptors.Count - 1; i >= 0; i--)
        {
            inbound = services.Interceptors[i].InterceptActivity(inbound);
        }
        inbound.Init(new OutboundHandler(context.Heartbeater!));
        var outbound = innermost.Outbound ?? throw new InvalidOperationException("An interceptor did not pass Init on");
        context.Heartbeater = details => outbound.Heartbeat(new(details));
        return inbound;
    }

    private static async Task<ActivityOutcome> FailedAsync(DataConverter converter, Exception e)
    {
        try
        {
            return new ActivityOutcome.Failed(await converter.ToFailureAsync(e).ConfigureAwait(false));
        }
        catch (Exception inner)
        {
            return new ActivityOutcome.Failed(new()
            {
                Message = $"Failed converting the failure of an activity: {inner.Message}",
                ApplicationFailureInfo = new() { Type = inner.GetType().Name },
            });
        }
    }

    private static async Task<object?[]> DecodeAsync(ActivityDefinition definition, ActivityAttempt attempt, DataConverter converter)
    {
        var input = attempt.Input;
        if (!definition.Dynamic && input.Count < definition.RequiredParameterCount)
        {
            throw new ApplicationFailureException(
                $"Activity {attempt.Context.Info.ActivityType} given {input.Count} parameter(s), but more than that are required by the signature");
        }
        try
        {
            // The input of a local activity never left this process.
            if (converter.PayloadCodec is { } codec && !attempt.Context.Info.IsLocal && input.Count > 0)
            {
                input = [.. await codec.DecodeAsync(input).ConfigureAwait(false)];
            }
            if (definition.Dynamic)
            {
                return [Instance.ArgumentDecoder.Raw(input)];
            }
            var args = new object?[Math.Min(input.Count, definition.ParameterTypes.Count)];
            var i = 0;
            foreach (var type in definition.ParameterTypes.Take(args.Length))
            {
                args[i] = converter.PayloadConverter.ToValue(input[i], type);
                i++;
            }
            return args;
        }
        catch (Exception e)
        {
            throw new ApplicationFailureException("Failed decoding parameters", e);
        }
    }
}
