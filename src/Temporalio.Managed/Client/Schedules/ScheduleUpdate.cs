using Temporalio.Common;

namespace Temporalio.Client.Schedules;

/// <summary>What an updater wants.</summary>
/// <param name="Schedule">The schedule as it shall be.</param>
/// <param name="TypedSearchAttributes">The search attributes as they shall be; null leaves them, empty removes them.</param>
public record ScheduleUpdate(Schedule Schedule, SearchAttributeCollection? TypedSearchAttributes = null);
