using ActivityCore.Cli.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Web;

/// <summary>Routes to handlers that are plain methods: nothing is compiled at start, so the first answer comes at once.</summary>
internal static class RouteExtensions
{
    public static void Get(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<IResult>> handle) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], Delegate(handle));

    public static void Post(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<IResult>> handle) =>
        routes.MapPost(pattern, Delegate(handle));

    private static RequestDelegate Delegate(Func<HttpContext, Task<IResult>> handle) => async http =>
    {
        IResult result;
        try
        {
            result = await handle(http);
        }
        catch (BadQueryException e)
        {
            result = Reply.Problem(StatusCodes.Status400BadRequest, "The query cannot be used", e.Message);
        }
        catch (AmbiguousRunException e)
        {
            result = http.WantsPage()
                ? Reply.Page(Layout.Missing("/runs", "Several runs begin so", e.Message), StatusCodes.Status404NotFound)
                : Reply.Problem(StatusCodes.Status404NotFound, "Several runs begin so", e.Message);
        }

        await result.ExecuteAsync(http);
    };

    public static T Service<T>(this HttpContext http)
        where T : notnull => (T)(http.RequestServices.GetService(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not registered."));

    /// <summary>A page for browsers, JSON for programs: one address for both, so that a link works wherever it is opened.</summary>
    public static bool WantsPage(this HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
