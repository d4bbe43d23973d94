using RealComponents;
using Temporalio.Client;

namespace Temporalio.Managed.Tests.Common;

/// <summary>The file lists what the official package must offer too; a change of the surface shows as a change of the file.</summary>
public class PublicSurfaceTests
{
    private static readonly string[] Namespaces =
        ["Temporalio.Client", "Temporalio.Client.Interceptors", "Temporalio.Client.Schedules", "Temporalio.Common", "Temporalio.Converters", "Temporalio.Exceptions"];

    [Fact]
    public void ClientSide_Surface_IsTheRecordedOne()
    {
        var recorded = Path.Combine(Repository.Root, "tests", "Temporalio.Managed.Tests", "Common", "PublicSurface.client.txt");

        var surface = PublicSurface.Describe(typeof(TemporalClient).Assembly, name => Namespaces.Contains(name, StringComparer.Ordinal));

        if (!File.Exists(recorded) || !string.Equals(surface, File.ReadAllText(recorded), StringComparison.Ordinal))
        {
            File.WriteAllText(recorded + ".received", surface);
            Assert.Fail($"The public surface changed. Compare {recorded} with the .received file beside it and, if the official package agrees, replace it.");
        }
    }
}
