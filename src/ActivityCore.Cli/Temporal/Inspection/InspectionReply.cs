using System.Text.Json.Nodes;
using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>What the pages about a Temporal service share.</summary>
internal static class InspectionReply
{
    public static WorkflowService Calls(HttpContext http) => http.Service<ITemporalConnection>().WorkflowService;

    public static RpcOptions Options(HttpContext http) => new() { CancellationToken = http.RequestAborted };

    /// <summary>A page, or what the service answered; a refusal of the service becomes one of ours with its text.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">Asks the service.</param>
    /// <param name="refused">The page that lets the asker put it right, where there is one.</param>
    public static async Task<IResult> AnswerAsync(HttpContext http, Func<Task<(JsonNode Json, Func<Html> Page)>> read, Func<string, Html>? refused = null)
    {
        try
        {
            var (json, page) = await read();
            return http.WantsPage() ? Reply.Page(page()) : Reply.Json(json);
        }
        catch (RpcException e) when (e.Code is RpcException.StatusCode.NotFound)
        {
            return Refuse(http, StatusCodes.Status404NotFound, "It is not there", e.Message);
        }
        catch (RpcException e) when (e.Code is RpcException.StatusCode.InvalidArgument)
        {
            if (refused is not null && http.WantsPage())
            {
                return Reply.Page(refused(e.Message), StatusCodes.Status400BadRequest);
            }

            return Refuse(http, StatusCodes.Status400BadRequest, "The service refuses this", e.Message);
        }
    }

    public static IResult Refuse(HttpContext http, int status, string title, string detail) => http.WantsPage()
        ? Reply.Page(Page(null, title, Html.Of($"<h1>{title}</h1><p class=\"muted\">{detail}</p>")), status)
        : Reply.Problem(status, title, detail);

    public static Html Page(InspectionAddress? at, string title, Html body, bool schedules = false) => Layout.Page(
        at is null ? "/" : schedules ? at.Schedules : at.Workflows,
        title,
        body,
        at is null ? [("/", "Namespaces")] : [("/", "Namespaces"), (at.Workflows, "Workflows"), (at.Schedules, "Schedules")]);

    /// <summary>The link to the page of a list after this one, or nothing; the token is the service's own.</summary>
    public static Html Next(string path, Google.Protobuf.ByteString token, string text) => token.IsEmpty
        ? Html.Empty
        : Html.Of($"<p><a class=\"more\" href=\"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}page={Uri.EscapeDataString(token.ToBase64())}\">{text}</a></p>");

    public static Google.Protobuf.ByteString Token(HttpContext http)
    {
        try
        {
            return Google.Protobuf.ByteString.FromBase64(http.Request.Query["page"].ToString());
        }
        catch (FormatException)
        {
            throw new BadQueryException("page is the value of a link to another page of this list.");
        }
    }

    public static Html Time(Google.Protobuf.WellKnownTypes.Timestamp? time) => Layout.Time(time?.ToDateTimeOffset());
}
