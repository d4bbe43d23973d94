using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Sandbox.InterHub;

/// <summary>The part of Inter-Hub's <c>/api/v2</c> that evidence goes through, with its registry and manifest checks.</summary>
internal static class InterHubApi
{
    private const int DefaultPageSize = 50;

    public static void MapInterHub(this IEndpointRouteBuilder routes, InterHubBook book, TimeProvider time, string key)
    {
        var api = routes.MapGroup("/api/v2").AddEndpointFilter(async (context, next) =>
            IsAuthorised(context.HttpContext.Request, key) ? await next(context) : Fault(StatusCodes.Status401Unauthorized, "invalid or missing API key"));
        api.MapGet("/widgets", (int? page, int? pageSize) => Page(book.Widgets.Values.OrderBy(widget => widget.Name, StringComparer.Ordinal), page, pageSize));
        api.MapPost("/widgets", (WidgetRequest request) => AddWidget(book, request));
        api.MapGet("/interaction-events", (Guid? widgetId, string? eventType, int? page, int? pageSize) => Page(
            book.Events.Where(entry => (widgetId is null || entry.WidgetId == widgetId) && (eventType is null || entry.EventType == eventType)), page, pageSize));
        api.MapPost("/interaction-events", (EventRequest request) => AddEvent(book, request, time));
    }

    private static IResult AddWidget(InterHubBook book, WidgetRequest request)
    {
        var scope = request.PolicyScope ?? "internal";
        var status = request.Status ?? "active";
        var fault =
            request is not { HubId.Length: > 0, Name.Length: > 0, WidgetType.Length: > 0 } ? "hubId, name and widgetType are required"
            : !book.Manifest.WidgetTypes.Contains(request.WidgetType) ? $"widgetType {request.WidgetType} is not in the registry"
            : !book.Manifest.PolicyScopes.Contains(scope) ? $"policyScope {scope} is not in the registry"
            : status is not ("active" or "deprecated" or "draft") ? $"status {status} is not active, deprecated or draft"
            : null;
        if (fault is not null)
        {
            return Fault(StatusCodes.Status422UnprocessableEntity, fault);
        }

        var widget = new Widget
        {
            Id = Guid.NewGuid(),
            HubId = request.HubId!,
            Name = request.Name!,
            WidgetType = request.WidgetType!,
            PolicyScope = scope,
            Status = status,
            CapabilityRef = request.CapabilityRef,
            ViewContext = request.ViewContext,
        };
        book.Widgets[widget.Id] = widget;
        return Results.Json(widget, statusCode: StatusCodes.Status201Created);
    }

    private static IResult AddEvent(InterHubBook book, EventRequest request, TimeProvider time)
    {
        var fault =
            request is not { WidgetId: not null, EventType.Length: > 0 } ? "widgetId and eventType are required"
            : !book.Widgets.ContainsKey(request.WidgetId.Value) ? $"there is no widget {request.WidgetId}"
            : !book.Manifest.RegisteredEventTypes.Contains(request.EventType) ? $"eventType {request.EventType} is not in event_type_registry"
            : !book.Manifest.DeclaredEventTypes.Contains(request.EventType) ? $"eventType {request.EventType} is not declared by the active manifest"
            : request.Metadata is { ValueKind: not JsonValueKind.Object } ? "metadata is not an object"
            : null;
        if (fault is not null)
        {
            return Fault(StatusCodes.Status422UnprocessableEntity, fault);
        }

        var entry = new InteractionEvent
        {
            Id = Guid.NewGuid(),
            WidgetId = request.WidgetId!.Value,
            EventType = request.EventType!,
            ViewContextRef = request.ViewContext,
            Metadata = request.Metadata?.Clone(),
            OccurredAt = time.GetUtcNow(),
        };
        book.Events.Enqueue(entry);
        return Results.Json(entry, statusCode: StatusCodes.Status201Created);
    }

    private static IResult Page<T>(IEnumerable<T> all, int? page, int? size)
    {
        var length = Math.Clamp(size ?? DefaultPageSize, 1, 200);
        var number = Math.Max(page ?? 1, 1);
        return Results.Json(new { data = all.Skip((number - 1) * length).Take(length), page = number, pageSize = length });
    }

    private static bool IsAuthorised(HttpRequest request, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {key}"));

    private static IResult Fault(int status, string text) => Results.Json(new { error = text }, statusCode: status);

    private sealed record WidgetRequest
    {
        [JsonPropertyName("hubId")]
        public string? HubId { get; init; }

        [JsonPropertyName("name")]
        public string? Name { get; init; }

        [JsonPropertyName("widgetType")]
        public string? WidgetType { get; init; }

        [JsonPropertyName("policyScope")]
        public string? PolicyScope { get; init; }

        [JsonPropertyName("status")]
        public string? Status { get; init; }

        [JsonPropertyName("capabilityRef")]
        public string? CapabilityRef { get; init; }

        [JsonPropertyName("viewContext")]
        public string? ViewContext { get; init; }
    }

    private sealed record EventRequest
    {
        [JsonPropertyName("widgetId")]
        public Guid? WidgetId { get; init; }

        [JsonPropertyName("eventType")]
        public string? EventType { get; init; }

        [JsonPropertyName("viewContext")]
        public string? ViewContext { get; init; }

        [JsonPropertyName("metadata")]
        public JsonElement? Metadata { get; init; }
    }
}
