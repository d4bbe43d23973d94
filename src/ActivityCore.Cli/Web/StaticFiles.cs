using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Web;

/// <summary>The style sheet and the icon, from the assembly itself: there is no folder to ship.</summary>
internal static class StaticFiles
{
    public static void MapStaticFiles(this IEndpointRouteBuilder routes)
    {
        routes.Get("/site.css", _ => Task.FromResult<IResult>(new Asset("site.css", "text/css; charset=utf-8")));
        routes.Get("/icon.svg", _ => Task.FromResult<IResult>(new Asset("icon.svg", "image/svg+xml")));
    }

    private sealed class Asset(string name, string contentType) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = contentType;
            httpContext.Response.Headers.CacheControl = "public, max-age=300";
            await using var content = typeof(StaticFiles).Assembly.GetManifestResourceStream($"ActivityCore.Cli.Web.{name}")!;
            httpContext.Response.ContentLength = content.Length;
            if (!HttpMethods.IsHead(httpContext.Request.Method))
            {
                await content.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
            }
        }
    }
}
