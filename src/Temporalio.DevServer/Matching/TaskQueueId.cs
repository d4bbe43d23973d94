using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Matching;

internal readonly record struct TaskQueueId(string NamespaceId, string Name, TaskQueueType Type);
