using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>The marker of a patch and the search attribute that lists the patches of a run.</summary>
internal static class PatchMarker
{
    public const string AttributeName = "TemporalChangeVersion";

    private const string Name = "core_patch";
    private const string DetailKey = "patch-data";
    private const int MaxAttributeBytes = 2048;

    public static Command Command(string patchId, bool deprecated)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = patchId,
            ["deprecated"] = deprecated,
        });
        return new()
        {
            CommandType = CommandType.RecordMarker,
            RecordMarkerCommandAttributes = new()
            {
                MarkerName = Name,
                Details = { [DetailKey] = new Payloads { Payloads_ = { JsonPayload.Of(json) } } },
            },
        };
    }

    /// <summary>Null for an event that is no patch marker.</summary>
    public static (string PatchId, bool Deprecated)? Read(HistoryEvent e)
    {
        if (e.EventType != EventType.MarkerRecorded ||
            e.MarkerRecordedEventAttributes is not { MarkerName: Name } marker ||
            !marker.Details.TryGetValue(DetailKey, out var details) || details.Payloads_.Count == 0)
        {
            return null;
        }
        using var json = JsonDocument.Parse(details.Payloads_[0].Data.Memory);
        return (
            json.RootElement.GetProperty("id").GetString() ?? "",
            json.RootElement.TryGetProperty("deprecated", out var deprecated) && deprecated.GetBoolean());
    }

    public static bool IsAttributeUpsert(HistoryEvent? e) =>
        e?.UpsertWorkflowSearchAttributesEventAttributes?.SearchAttributes?.IndexedFields.ContainsKey(AttributeName) == true;

    /// <summary>Null when the list has become too long for an attribute.</summary>
    public static SearchAttributes? Attribute(IEnumerable<string> patchIds)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(patchIds.Order(StringComparer.Ordinal));
        if (json.Length >= MaxAttributeBytes)
        {
            return null;
        }
        var payload = JsonPayload.Of(json);
        payload.Metadata["type"] = ByteString.CopyFromUtf8("KeywordList");
        return new() { IndexedFields = { [AttributeName] = payload } };
    }
}
