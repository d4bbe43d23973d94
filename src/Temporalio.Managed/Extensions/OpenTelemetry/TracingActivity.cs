using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>A span of each attempt of an activity.</summary>
internal sealed class TracingActivity(TracingInterceptor root, ActivityInboundInterceptor next) : ActivityInboundInterceptor(next)
{
    public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
    {
        var baggage = Baggage.Current;
        var context = root.Extract(input.Headers);
        if (context is { } given)
        {
            Baggage.Current = given.Baggage;
        }
        try
        {
            using var activity = TracingInterceptor.ActivitiesSource.StartActivity(
                $"RunActivity:{input.Activity.Name}", ActivityKind.Server, context?.ActivityContext ?? default, root.InActivityTags());
            try
            {
                return await base.ExecuteActivityAsync(input).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                TracingInterceptor.RecordException(activity, e);
                throw;
            }
        }
        finally
        {
            Baggage.Current = baggage;
        }
    }
}
