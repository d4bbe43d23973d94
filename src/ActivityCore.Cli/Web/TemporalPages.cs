namespace ActivityCore.Cli.Web;

/// <summary>Where a run's workflow can be looked at.</summary>
/// <param name="address">The web UI of the Temporal service, or null where none is known.</param>
/// <param name="ns">The namespace that runs live in.</param>
internal sealed class TemporalPages(Uri? address, string ns)
{
    public static TemporalPages Of(ActivityCoreSettings settings) => new(settings.Temporal.UiUrl, settings.Temporal.Namespace);

    /// <summary>The workflow's page in the official UI's address scheme, or null.</summary>
    public Uri? Of(string workflowId) => address is null
        ? null
        : new Uri(address, $"{address.AbsolutePath.TrimEnd('/')}/namespaces/{Uri.EscapeDataString(ns)}/workflows/{Uri.EscapeDataString(workflowId)}");
}
