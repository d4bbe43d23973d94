using System.Globalization;
using System.Net;
using Google.Protobuf;
using Grpc.Health.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;
using Temporalio.Grpc;
using Temporalio.Runtime;

namespace Temporalio.Client;

/// <summary>A connection to the service. Thread-safe, and meant to be shared.</summary>
public sealed class TemporalConnection : ITemporalConnection
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly TemporalRuntime _runtime;
    private volatile IReadOnlyCollection<KeyValuePair<string, string>> _metadata;
    private volatile IReadOnlyCollection<KeyValuePair<string, byte[]>> _binaryMetadata;
    private volatile string? _apiKey;
    private volatile ConnectedChannel? _connected;
    private Task<ConnectedChannel>? _connecting;

    private TemporalConnection(TemporalConnectionOptions options)
    {
        options.Identity ??= string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}@{Dns.GetHostName()}");
        Options = options;
        _runtime = options.Runtime ?? TemporalRuntime.Default;
        _metadata = [.. options.RpcMetadata ?? []];
        _binaryMetadata = [.. options.RpcBinaryMetadata ?? []];
        _apiKey = options.ApiKey;
        Grpc.RpcMetadata.Validate(_metadata);
        Grpc.RpcMetadata.Validate(_binaryMetadata);
        WorkflowService = new WorkflowService.Core(this);
        OperatorService = new OperatorService.Core(this);
        TestService = new TestService.Core(this);
    }

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> RpcMetadata
    {
        get => _metadata;
        set
        {
            ThrowIfNeverConnected("RPC metadata");
            Grpc.RpcMetadata.Validate(value);
            _metadata = [.. value];
        }
    }

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, byte[]>> RpcBinaryMetadata
    {
        get => _binaryMetadata;
        set
        {
            ThrowIfNeverConnected("binary RPC metadata");
            Grpc.RpcMetadata.Validate(value);
            _binaryMetadata = [.. value];
        }
    }

    /// <inheritdoc />
    public string? ApiKey
    {
        get => _apiKey;
        set
        {
            ThrowIfNeverConnected("API key");
            _apiKey = value;
        }
    }

    /// <inheritdoc />
    public WorkflowService WorkflowService { get; }

    /// <inheritdoc />
    public OperatorService OperatorService { get; }

    /// <inheritdoc />
    public TestService TestService { get; }

    /// <inheritdoc />
    public TemporalConnectionOptions Options { get; }

    /// <inheritdoc />
    public bool IsConnected => _connected is not null;

    /// <summary>Workers of this process that may take a workflow's first task straight from its start.</summary>
    internal EagerWorkflowStarts EagerStarts { get; } = new();

    /// <summary>What the service said that it can do; empty for a service too old to say.</summary>
    internal GetSystemInfoResponse.Types.Capabilities Capabilities => _connected?.Capabilities ?? new();

    /// <summary>Connects.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidOperationException">The service cannot be reached or does not answer as one.</exception>
    public static async Task<TemporalConnection> ConnectAsync(TemporalConnectionOptions options)
    {
        var connection = new TemporalConnection(options);
        await connection.ConnectAsync().ConfigureAwait(false);
        return connection;
    }

    /// <summary>
    /// A connection that is made at its first use, and tried again at the next when that fails. A worker must not be
    /// given one that has not been used.
    /// </summary>
    public static TemporalConnection CreateLazy(TemporalConnectionOptions options) => new(options);

    /// <inheritdoc />
    public async Task<bool> CheckHealthAsync(RpcService? service = null, RpcOptions? options = null)
    {
        var request = new HealthCheckRequest { Service = (service ?? WorkflowService).FullName };
        var connected = await GetConnectedAsync(CancellationToken.None).ConfigureAwait(false);
        var response = await InvokeAsync(connected.Channel, "grpc.health.v1.Health", "Check", request, HealthCheckResponse.Parser, options)
            .ConfigureAwait(false);
        return response.Status == HealthCheckResponse.Types.ServingStatus.Serving;
    }

    /// <inheritdoc />
    public Task ConnectAsync() => GetConnectedAsync(CancellationToken.None);

    internal async Task<T> InvokeRpcAsync<T>(RpcService service, string rpc, IMessage req, MessageParser<T> resp, RpcOptions? options)
        where T : IMessage<T>
    {
        var connected = await GetConnectedAsync(options?.CancellationToken ?? CancellationToken.None).ConfigureAwait(false);
        return await InvokeAsync(connected.Channel, service.FullName, rpc, req, resp, options).ConfigureAwait(false);
    }

    private async Task<T> InvokeAsync<T>(
        GrpcChannel channel, string service, string rpc, IMessage request, MessageParser<T> parser, RpcOptions? options)
        where T : IMessage<T>
    {
        var cancellationToken = options?.CancellationToken ?? CancellationToken.None;
        var retries = options?.Retry == true
            ? new RpcRetrySchedule(Options.RpcRetry ?? new RpcRetryOptions(), RpcTimeouts.IsTaskPoll(request), Random.Shared)
            : null;
        var started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                // Metadata is read anew for each attempt: the key of an earlier one may have expired.
                var call = new GrpcCall
                {
                    Service = service,
                    Method = rpc,
                    Request = request,
                    Timeout = options?.Timeout ?? RpcTimeouts.For(request),
                    Metadata = Grpc.RpcMetadata.Merge(this, request, options),
                };
                return await MeasuredAsync(call, channel.InvokeAsync(call, parser, cancellationToken)).ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                if (retries?.Next(e, _time.GetElapsedTime(started)) is not { } wait)
                    throw;
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> MeasuredAsync<T>(GrpcCall call, Task<T> invocation)
    {
        if (!_runtime.HasMetrics)
            return await invocation.ConfigureAwait(false);
        var started = _time.GetTimestamp();
        try
        {
            var response = await invocation.ConfigureAwait(false);
            _runtime.Client.Called(call.Method, call.Request, _time.GetElapsedTime(started), failure: null);
            return response;
        }
        catch (RpcException e)
        {
            _runtime.Client.Called(call.Method, call.Request, _time.GetElapsedTime(started), e);
            throw;
        }
    }

    private async Task<ConnectedChannel> GetConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connected is { } connected)
            return connected;

        // Callers share one attempt, and each may stop waiting for it; after a failure the next caller begins another.
        Task<ConnectedChannel> attempt;
        lock (_lock)
        {
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
                _connecting = ConnectChannelAsync();
            attempt = _connecting;
        }

        return _connected = await attempt.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ConnectedChannel> ConnectChannelAsync()
    {
        var address = TargetAddress.Parse(Options);
        var http = new HttpMessageInvoker(HttpHandlers.Create(Options));
        var channel = new GrpcChannel(http, address, Options.Tls?.Domain, _time);
        try
        {
            var options = new RpcOptions { Timeout = TimeSpan.FromSeconds(10) };
            var info = await InvokeAsync(
                channel, WorkflowService.FullName, "GetSystemInfo", new GetSystemInfoRequest(), GetSystemInfoResponse.Parser, options)
                .ConfigureAwait(false);
            return new ConnectedChannel(channel, info.Capabilities ?? new());
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.Unimplemented && IsUnknownMethod(e.Message))
        {
            return new ConnectedChannel(channel, new());
        }
        catch (RpcException e)
        {
            http.Dispose();
            throw new InvalidOperationException($"Connection to {Options.TargetHost} failed: {e.Message}", e);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    // A proxy answers UNIMPLEMENTED too; only these texts come from a service that lacks the call.
    private static bool IsUnknownMethod(string message) =>
        message.Contains("unknown method", StringComparison.OrdinalIgnoreCase) ||
        message.Contains("unknown service", StringComparison.OrdinalIgnoreCase) ||
        message.Contains("method not found", StringComparison.OrdinalIgnoreCase);

    private void ThrowIfNeverConnected(string what)
    {
        if (_connected is null)
            throw new InvalidOperationException($"Cannot set {what} if client never connected");
    }

    private sealed record ConnectedChannel(GrpcChannel Channel, GetSystemInfoResponse.Types.Capabilities Capabilities);
}
