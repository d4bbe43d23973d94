using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace Temporalio.Managed.Tests.Wire;

/// <summary>A gRPC server whose every answer is scripted by the test, byte by byte if need be.</summary>
internal sealed class GrpcPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<PeerCall, Task>> _handlers = new(StringComparer.Ordinal);

    private GrpcPeer(WebApplication app) => _app = app;

    public ConcurrentQueue<PeerCall> Calls { get; } = new();

    public string Target
    {
        get
        {
            var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            return $"127.0.0.1:{address.Port}";
        }
    }

    public static async Task<GrpcPeer> StartAsync(
        X509Certificate2? certificate = null, Func<X509Certificate2, bool>? clientCertificate = null, int streamsPerConnection = 100)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = streamsPerConnection;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is null)
                    return;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    if (clientCertificate is not null)
                    {
                        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                        https.ClientCertificateValidation = (client, _, _) => clientCertificate(client);
                    }
                });
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var peer = new GrpcPeer(app);
        app.Run(peer.HandleAsync);
        peer.On("GetSystemInfo", call => call.ReplyAsync(new GetSystemInfoResponse { Capabilities = new() { EagerWorkflowStart = true } }));
        await app.StartAsync();
        return peer;
    }

    public void On(string method, Func<PeerCall, Task> handler) => _handlers[method] = handler;

    public Task<TemporalConnection> ConnectAsync(Action<TemporalConnectionOptions>? configure = null)
    {
        var options = new TemporalConnectionOptions(Target);
        configure?.Invoke(options);
        return TemporalConnection.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new PeerCall(context, body.ToArray());
        Calls.Enqueue(call);
        if (_handlers.TryGetValue(call.Method, out var handler))
            await handler(call);
        else
            call.Fail(12, $"unknown method {call.Method}");
    }
}

internal sealed class PeerCall(HttpContext context, byte[] request)
{
    public HttpContext Context => context;

    // Copied, because tests look at calls after their contexts are gone.
    public string Path { get; } = context.Request.Path.Value!;

    public string Method { get; } = context.Request.Path.Value!.Split('/')[^1];

    public IDictionary<string, string> Headers { get; } = context.Request.Headers.ToDictionary(
        header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public string Authority { get; } = context.Request.Host.Value ?? string.Empty;

    public byte[] Request => request;

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    public Task ReplyAsync(IMessage message) => WriteAsync(Frame(message.ToByteArray()));

    public void Begin() => context.Response.ContentType = "application/grpc";

    /// <summary>Writes raw bytes and, unless told otherwise, ends with the status OK.</summary>
    public async Task WriteAsync(byte[] body, string? status = "0")
    {
        Begin();
        if (status is not null)
            context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(body);
        if (status is not null)
            context.Response.AppendTrailer("grpc-status", status);
    }

    /// <summary>Ends without a body, with the status in the headers.</summary>
    public void Fail(int code, string message, string? details = null)
    {
        Begin();
        context.Response.Headers["grpc-status"] = code.ToString();
        context.Response.Headers["grpc-message"] = message;
        if (details is not null)
            context.Response.Headers["grpc-status-details-bin"] = details;
    }
}
