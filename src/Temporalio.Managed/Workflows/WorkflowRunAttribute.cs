namespace Temporalio.Workflows;

/// <summary>Marks the entry method of a workflow. It is public, not static, and returns a task.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowRunAttribute : Attribute;
