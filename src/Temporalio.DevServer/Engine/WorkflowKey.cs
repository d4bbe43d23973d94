using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Engine;

/// <summary>A workflow id in its namespace: the unit whose steps run one after the other.</summary>
internal readonly record struct WorkflowKey(NamespaceEntry Namespace, string WorkflowId);
