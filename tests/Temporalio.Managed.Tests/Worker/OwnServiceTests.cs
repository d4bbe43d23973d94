using Temporalio.Managed.Tests.Activities;
using Temporalio.Managed.Tests.Client;
using Temporalio.Managed.Tests.Workflows;

namespace Temporalio.Managed.Tests.Worker;

[Collection(OwnServiceGroup.Name)]
public sealed class BasicsOnOwnServiceTests(OwnServiceFixture service) : BasicsConformance(service);

[Collection(OwnServiceGroup.Name)]
public sealed class ActivitiesOnOwnServiceTests(OwnServiceFixture service) : ActivityConformance(service);

[Collection(OwnServiceGroup.Name)]
public sealed class WorkflowsOnOwnServiceTests(OwnServiceFixture service) : WorkflowConformance(service);

[Collection(OwnServiceGroup.Name)]
public sealed class TaskFailuresOnOwnServiceTests(OwnServiceFixture service) : TaskFailureConformance(service);

[Collection(OwnServiceGroup.Name)]
public sealed class CacheAndPathsOnOwnServiceTests(OwnServiceFixture service) : CacheAndPathConformance(service);
