using System.Reflection;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;

namespace Temporalio.Managed.Tests.Wire;

/// <summary>Our trimmed messages are upstream's: every name, number, type, label, oneof and enum value.</summary>
public class ProtoContractTests
{
    private static readonly IReadOnlyList<FileDescriptor> Files =
    [
        .. typeof(Payload).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>(),
    ];

    [Fact]
    public async Task Messages_Ours_AreUpstreams()
    {
        var upstream = await UpstreamProtos.LoadAsync();

        var messages = Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested).Where(message => message.ClrType is not null).ToList();

        Assert.True(messages.Count > 200, $"Only {messages.Count} messages were found.");
        Assert.Empty(messages.SelectMany(message => Compare(message, upstream)));
    }

    [Fact]
    public async Task Enums_Ours_AreUpstreams()
    {
        var upstream = await UpstreamProtos.LoadAsync();

        var enums = Files.SelectMany(file => file.EnumTypes.Concat(file.MessageTypes.SelectMany(WithNested).SelectMany(message => message.EnumTypes))).ToList();

        Assert.True(enums.Count > 20, $"Only {enums.Count} enums were found.");
        Assert.Empty(enums.SelectMany(type => Compare(type, upstream)));
    }

    [Fact]
    public async Task Services_Ours_AreUpstreams()
    {
        var upstream = await UpstreamProtos.LoadAsync();

        var services = Files.SelectMany(file => file.Services).ToList();

        Assert.Equal(4, services.Count);
        Assert.Empty(services.SelectMany(service => Compare(service, upstream)));
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);

    private static IEnumerable<string> Compare(MessageDescriptor message, UpstreamProtos upstream)
    {
        // GrpcStatus is the .NET package's own name for google.rpc.Status.
        var name = message == GrpcStatus.Descriptor ? "google.rpc.Status" : message.FullName;
        if (!upstream.Messages.TryGetValue(name, out var fields))
        {
            yield return $"{message.FullName} does not exist upstream.";
            yield break;
        }

        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var ours = Describe(field);
            if (!fields.TryGetValue(field.Name, out var theirs))
                yield return $"{field.FullName} does not exist upstream.";
            else if (ours != theirs)
                yield return $"{field.FullName} is {ours}, upstream {theirs}.";
        }
    }

    private static IEnumerable<string> Compare(EnumDescriptor type, UpstreamProtos upstream) =>
        upstream.Enums.TryGetValue(type.FullName, out var values)
            ? type.Values.Where(value => !values.TryGetValue(value.Name, out var number) || number != value.Number)
                .Select(value => $"{type.FullName}.{value.Name} = {value.Number} is not upstream's.")
            : [$"{type.FullName} does not exist upstream."];

    private static IEnumerable<string> Compare(ServiceDescriptor service, UpstreamProtos upstream) =>
        upstream.Services.TryGetValue(service.FullName, out var methods)
            ? service.Methods
                .Where(method => !methods.TryGetValue(method.Name, out var theirs) ||
                    theirs != new UpstreamMethod(method.InputType.FullName, method.OutputType.FullName, method.IsClientStreaming || method.IsServerStreaming))
                .Select(method => $"{method.FullName} is not upstream's.")
            : [$"{service.FullName} does not exist upstream."];

    private static UpstreamField Describe(FieldDescriptor field)
    {
        var (key, value) = field.IsMap
            ? (TypeName(field.MessageType.FindFieldByNumber(1)), field.MessageType.FindFieldByNumber(2))
            : (null, field);
        return new UpstreamField(
            field.FieldNumber, TypeName(value), key, field is { IsRepeated: true, IsMap: false }, field.RealContainingOneof is { } oneof ? Camel(oneof.Name) : null);
    }

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    // The npm package spells oneofs in camel case.
    private static string Camel(string snake) => string.Concat(snake.Split('_').Select((word, i) => i == 0 ? word : string.Concat(word[..1].ToUpperInvariant(), word[1..])));
}
