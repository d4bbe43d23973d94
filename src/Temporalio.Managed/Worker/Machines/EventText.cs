using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

internal static class EventText
{
    public static string Describe(HistoryEvent e) => $"HistoryEvent(id: {e.EventId}, {e.EventType})";
}
