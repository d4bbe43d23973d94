namespace Temporalio.Worker.Interceptors;

/// <summary>Stands between a worker and the workflows and activities that it runs.</summary>
public interface IWorkerInterceptor
{
    /// <summary>Wraps the calls into a workflow, and out of it through <see cref="WorkflowInboundInterceptor.Init"/>.</summary>
    WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => nextInterceptor;

    /// <summary>Wraps the calls into an activity, and out of it through <see cref="ActivityInboundInterceptor.Init"/>.</summary>
    ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => nextInterceptor;
}
