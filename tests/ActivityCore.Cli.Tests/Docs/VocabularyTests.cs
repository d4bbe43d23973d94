using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Events.Nats;
using RealComponents;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>Lists in pages are the lists of the program: event types with their subjects, and the definitions that ship.</summary>
public sealed class VocabularyTests
{
    [Fact]
    public async Task EventSubjects_Table_IsTheRegistry()
    {
        var registry = (await ReadTypesAsync()).Types.Select(type => (type.Name, EventSubject.Of(type.Name), type.Publisher));
        var listed = DocumentPage.Of("docs/event-subjects.md").CodeRows().Where(row => row.Length == 4)
            .Select(row => (row[0], row[1].Trim('`'), row[2].Trim('`')));

        Assert.Equal(registry.Order(), listed.Order());
    }

    [Fact]
    public async Task Index_Definitions_AreThoseThatShip()
    {
        var types = await ReadTypesAsync();
        var files = await FolderFiles.ReadAsync(Path.Combine(Repository.Root, "activity-definitions"));
        var shipped = CatalogBuilder.Build(new DefinitionLoader(types), files, DefinitionCatalog.Empty).Entries.Select(entry => entry.Definition!.Name);

        Assert.Equal(shipped.Order(), DocumentPage.Of("docs/README.md").CodeRows().Select(row => row[0]).Order());
    }

    private static async Task<EventTypeRegistry> ReadTypesAsync() =>
        (await EventTypeFolder.ReadAsync(Path.Combine(Repository.Root, "event-types"))).Registry;
}
