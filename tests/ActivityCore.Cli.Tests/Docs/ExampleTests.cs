using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Sandbox.IssueCore;
using ActivityCore.Tasks;
using RealComponents;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>Payloads and definitions in pages are what the program makes and takes.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Json_OfEveryPage_Parses()
    {
        Assert.All(Json(), example => JsonDocument.Parse(example.Text).Dispose());
    }

    [Fact]
    public void Tasks_OfEveryPage_AreTheTenFieldsInTheirOrder_AndTheReceiverTakesThem()
    {
        var fields = typeof(TaskSpec).GetProperties()
            .Select(property => property.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute), false).Cast<System.Text.Json.Serialization.JsonPropertyNameAttribute>().Single().Name)
            .ToList();
        var tasks = Json().Where(example => example.Text.Contains("\"triggering_event_id\"", StringComparison.Ordinal)).ToList();

        Assert.Equal(10, fields.Count);
        Assert.Subset(tasks.Select(task => task.Page).ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal) { "docs/emission-boundary.md", "docs/task-ingestion-nats.md" });
        Assert.All(tasks, task =>
        {
            using var body = JsonDocument.Parse(task.Text);
            Assert.Equal(fields, body.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.True(TaskIngestionRequest.Read(Encoding.UTF8.GetBytes(task.Text), out var reason) is not null, $"{task.Page}: {reason}");
        });
    }

    [Fact]
    public async Task Envelopes_OfEveryPage_AreTakenAndFitTheirTypes()
    {
        var types = (await EventTypeFolder.ReadAsync(Path.Combine(Repository.Root, "event-types"))).Registry;
        var envelopes = Json().Where(example => example.Text.Contains("\"attributes\"", StringComparison.Ordinal) && example.Text.Contains("\"publisher\"", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(envelopes);
        Assert.All(envelopes, example =>
        {
            var reading = Assert.IsType<EnvelopeReading.Accepted>(EnvelopeReader.Read(Encoding.UTF8.GetBytes(example.Text), "docs"));
            Assert.Empty(types.Check(reading.Envelope).Flags);
        });
    }

    [Fact]
    public async Task Definitions_OfEveryPage_AreValid()
    {
        var loader = new DefinitionLoader((await EventTypeFolder.ReadAsync(Path.Combine(Repository.Root, "event-types"))).Registry);
        var definitions = DocumentPage.All.SelectMany(page => page.Blocks
            .Where(block => block.Language is "yaml" && block.Text.Contains("\ntrigger:", StringComparison.Ordinal) && block.Text.Contains("\nowner:", StringComparison.Ordinal))
            .Select(block => (Page: page.Path, block.Text))).ToList();

        Assert.NotEmpty(definitions);
        Assert.All(definitions, example => Assert.Empty(loader.Load(example.Page, Encoding.UTF8.GetBytes(example.Text)).Problems));
    }

    private static IEnumerable<(string Page, string Text)> Json() =>
        DocumentPage.All.SelectMany(page => page.Blocks.Where(block => block.Language is "json").Select(block => (page.Path, block.Text)));
}
