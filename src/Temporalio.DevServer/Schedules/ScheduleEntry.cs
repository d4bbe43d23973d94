using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Schedules;

/// <summary>One schedule in memory. What it shows is the last stored record; steps are taken under its gate.</summary>
internal sealed class ScheduleEntry(long key, NamespaceEntry ns, ScheduleRecord record, CompiledSpec spec)
{
    public long Key { get; } = key;

    public NamespaceEntry Namespace { get; } = ns;

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Never changed in place.</summary>
    public ScheduleRecord Record { get; private set; } = record;

    public CompiledSpec Spec { get; private set; } = spec;

    public bool Deleted { get; set; }

    public ScheduleWork Begin(long now) => new(Record.Clone(), Spec, now);

    public void Show(ScheduleWork work)
    {
        Record = work.Record.Clone();
        Spec = work.Spec;
    }
}
