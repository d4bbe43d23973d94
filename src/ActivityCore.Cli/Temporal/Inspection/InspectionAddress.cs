using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>What a page is about: the parts of an address such as <c>/namespaces/default/workflows/ID/RUN</c>.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Id">A workflow's or a schedule's id; empty on lists.</param>
/// <param name="Run">A run's id; empty for the latest.</param>
internal sealed record InspectionAddress(string Namespace, string Id, string Run)
{
    public string Workflows => $"/namespaces/{Uri.EscapeDataString(Namespace)}/workflows";

    public string Schedules => $"/namespaces/{Uri.EscapeDataString(Namespace)}/schedules";

    public string Workflow(string id, string run) => $"{Workflows}/{Uri.EscapeDataString(id)}{(run.Length > 0 ? $"/{Uri.EscapeDataString(run)}" : "")}";

    public string Schedule(string id) => $"{Schedules}/{Uri.EscapeDataString(id)}";

    /// <summary>Reads the address as it was sent: the routed values leave an escaped slash as it is, so that an id that holds one, or holds <c>%2F</c>, could not be told.</summary>
    public static InspectionAddress Of(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var parts = target.Split('?')[0].Split('/').Skip(2).Select(Uri.UnescapeDataString).ToList();
        return new(parts[0], parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? "");
    }
}
