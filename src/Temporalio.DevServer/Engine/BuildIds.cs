using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>The search attribute that names the worker builds a run has been on; lists filter by it.</summary>
internal static class BuildIds
{
    private const string Attribute = "BuildIds";
    private const string Unversioned = "unversioned";
    private const int MaxKept = 20;

    private static readonly byte[] UnversionedOnly = JsonSerializer.SerializeToUtf8Bytes<string[]>([Unversioned]);

    public static void Track(RunWork work, WorkerVersionStamp? stamp)
    {
        var known = work.State.SearchAttributes?.IndexedFields.GetValueOrDefault(Attribute);
        if (stamp is not { BuildId.Length: > 0 } && known is not null)
            return;
        var ids = known is null ? [] : Read(known);
        var count = ids.Count;
        if (!ids.Contains(Unversioned, StringComparer.Ordinal))
            ids.Insert(0, Unversioned);
        if (stamp is { BuildId.Length: > 0 } && !ids.Contains($"{Unversioned}:{stamp.BuildId}", StringComparer.Ordinal))
            ids.Add($"{Unversioned}:{stamp.BuildId}");
        if (ids.Count == count)
            return;
        if (ids.Count > MaxKept)
            ids.RemoveRange(1, ids.Count - MaxKept);
        var attributes = work.State.SearchAttributes?.Clone() ?? new SearchAttributes();
        attributes.IndexedFields[Attribute] = new Payload
        {
            Metadata =
            {
                ["encoding"] = ByteString.CopyFromUtf8("json/plain"),
                ["type"] = ByteString.CopyFromUtf8("KeywordList"),
            },
            Data = ByteString.CopyFrom(ids.Count == 1 ? UnversionedOnly : JsonSerializer.SerializeToUtf8Bytes(ids)),
        };
        work.State.SearchAttributes = attributes;
        work.SearchAttributesChanged = true;
        work.RowChanged = true;
    }

    /// <summary>The attributes that a following run begins with: it has been on no build yet.</summary>
    public static SearchAttributes? Without(SearchAttributes? attributes)
    {
        if (attributes is null || !attributes.IndexedFields.ContainsKey(Attribute))
            return attributes;
        var rest = attributes.Clone();
        rest.IndexedFields.Remove(Attribute);
        return rest.IndexedFields.Count == 0 ? null : rest;
    }

    private static List<string> Read(Payload payload)
    {
        try
        {
            return JsonSerializer.Deserialize<List<string>>(payload.Data.Span) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
